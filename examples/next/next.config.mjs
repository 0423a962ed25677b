// A site of files without a server of Next.js. The element needs no option.
export default {
  output: "export",
  // The built site is in dist/, as that of every example.
  distDir: "dist",
};
