// The small parts that every page is made of.

import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "./api";
import type { DisplayLine } from "./format";

type Weight = "primary" | "secondary" | "quiet" | "link";

export function Button(props: {
  weight: Weight;
  label: string;
  about?: string;
  id?: string;
  busy?: boolean;
  disabled?: boolean;
  onClick?: () => void;
}) {
  const { weight, label, about, id, busy, disabled, onClick } = props;
  return (
    <button
      type={onClick ? "button" : "submit"}
      className={`c-${weight}`}
      part={`button ${weight}`}
      id={id}
      aria-busy={busy}
      disabled={disabled}
      onClick={onClick}
    >
      {label}
      {about && <span className="c-hidden"> {about}</span>}
    </button>
  );
}

export function Card(props: { slug: string; title: string; action?: ReactNode; children: ReactNode }) {
  const { slug, title, action, children } = props;
  return (
    <section className="c-card" part="card" aria-labelledby={`${slug}-title`}>
      <div className="c-card-head" part="card-head">
        <h2 id={`${slug}-title`} tabIndex={-1}>
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  );
}

/** The heading of a page, which takes the focus when another page is opened. */
export function Title({ label, isFirst }: { label: string; isFirst?: boolean }) {
  const node = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirst) node.current?.focus();
  }, [isFirst]);
  return (
    <h1 className="c-title" part="title" id="title" tabIndex={-1} ref={node}>
      {label}
    </h1>
  );
}

export const MASK = "••••••";

/** The lines of a value. A sensitive one is masked until the customer reveals it. */
export function ValueLines({ name, lines }: { name: string; lines: DisplayLine[] }) {
  const { t } = useTranslation();
  const [isRevealed, setRevealed] = useState(false);
  const isSensitive = lines.some((line) => line.isSensitive);
  return (
    <>
      <span className="c-lines">
        {lines.length === 0 ? (
          <span className="c-empty">{t("view.empty")}</span>
        ) : isSensitive && !isRevealed ? (
          <>
            <span className="c-masked" aria-hidden="true">
              {MASK}
            </span>
            <span className="c-hidden">{t("view.masked")}</span>
          </>
        ) : (
          lines.map((line, index) => (
            <bdi key={index} dir={line.isCode ? "ltr" : undefined}>
              {line.text}
            </bdi>
          ))
        )}
      </span>
      {isSensitive && (
        <Button
          weight="link"
          label={t(isRevealed ? "view.hide" : "view.reveal")}
          about={name}
          onClick={() => setRevealed(!isRevealed)}
        />
      )}
    </>
  );
}

export function FactRow({ name, lines }: { name: string; lines: DisplayLine[] }) {
  return (
    <div className="c-fact" part="fact">
      <dt>{name}</dt>
      <dd>
        <ValueLines name={name} lines={lines} />
      </dd>
    </div>
  );
}

/** A message that takes the focus when it appears. */
export function Notice(props: { kind: "good" | "warn" | "bad"; title: string; text?: string; children?: ReactNode }) {
  const { kind, title, text, children } = props;
  const node = useRef<HTMLDivElement>(null);
  useEffect(() => node.current?.focus(), []);
  return (
    <div
      className="c-banner"
      part="banner"
      data-kind={kind}
      role="group"
      aria-labelledby="notice-title"
      aria-describedby={text && "notice-text"}
      tabIndex={-1}
      ref={node}
    >
      <h2 id="notice-title">{title}</h2>
      {text && <p id="notice-text">{text}</p>}
      {children}
    </div>
  );
}

const FAILURES: Record<number, string> = {
  401: "signed-out",
  403: "not-allowed",
  404: "not-found",
  429: "too-many",
};

/** The message about a request that failed, with what to do. */
export function ErrorNotice({ error, children }: { error: unknown; children?: ReactNode }) {
  const { t } = useTranslation();
  const status = error instanceof ApiError ? error.status : 0;
  const isTimeout = error instanceof DOMException && error.name === "TimeoutError";
  const key =
    FAILURES[status] ??
    (status >= 500 ? "vendor-broken" : status >= 400 ? "refused" : isTimeout ? "timed-out" : "offline");
  return (
    <Notice kind="bad" title={t(`failure.${key}`)} text={t(`failure.${key}-text`)}>
      {error instanceof ApiError && error.reasons.length > 0 && (
        <ul>
          {error.reasons.map((reason, index) => (
            <li key={index}>{reason.text}</li>
          ))}
        </ul>
      )}
      <div className="c-actions">{children}</div>
    </Notice>
  );
}
