declare module "carnet-sheet";
declare module "carnet-states?url" {
  const url: string;
  export default url;
}
