// The form of one section.

import { valibotResolver } from "@hookform/resolvers/valibot";
import { useEffect, useMemo, useRef } from "react";
import { FormProvider, get, useForm, type FieldError, type FieldErrors, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { Civility } from "./api";
import { draftOf, recordOf, schemaOf, type Draft } from "./draft";
import { Fields } from "./fields";
import { Button, Title } from "./parts";
import { SECTIONS, type CustomerRecord, type Section } from "./record";

/** The messages of the errors, each with the path of its control. */
function messagesOf(errors: FieldErrors<Draft>, prefix = ""): { path: string; text: string }[] {
  return Object.entries(errors).flatMap(([name, error]) => {
    const path = prefix + name;
    if (!error || name === "root") return [];
    if (typeof error.message === "string") return [{ path, text: error.message }];
    return messagesOf(error as FieldErrors<Draft>, `${path}.`);
  });
}

/** The errors since the first attempt to submit. It takes the focus at each attempt. */
export function Summary({ form }: { form: UseFormReturn<Draft> }) {
  const { t } = useTranslation();
  const { errors, submitCount } = form.formState;
  const messages = submitCount > 0 ? messagesOf(errors) : [];
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => summary.current?.focus(), [submitCount]);
  if (messages.length === 0) return null;
  return (
    <div className="c-summary" part="summary" role="group" tabIndex={-1} ref={summary} aria-labelledby="summary-title">
      <h2 id="summary-title">{t("form.problem")}</h2>
      <ul>
        {messages.map(({ path, text }) => (
          <li key={path}>
            <a
              href={`#${path.replaceAll(".", "-")}`}
              dir="auto"
              onClick={(event) => {
                event.preventDefault();
                (get(errors, path) as FieldError | undefined)?.ref?.focus?.();
              }}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The form of these fields. */
export function useDraft(loaded: CustomerRecord, draft?: Draft): UseFormReturn<Draft> {
  const { i18n } = useTranslation();
  return useForm<Draft>({
    defaultValues: useMemo(() => draft ?? draftOf(loaded), [draft, loaded]),
    mode: "onTouched",
    resolver: useMemo(() => valibotResolver(schemaOf(loaded)), [loaded, i18n.language]),
    shouldFocusError: false,
  });
}

export default function EditPage(props: {
  section: Section;
  loaded: CustomerRecord;
  /** What was typed before the review, to which the customer came back. */
  draft: Draft | undefined;
  civilities: Civility[];
  onReview: (wanted: CustomerRecord, draft: Draft) => void;
  onCancel: () => void;
}) {
  const { section, loaded, draft, civilities, onReview, onCancel } = props;
  const { t } = useTranslation();
  const form = useDraft(loaded, draft);
  return (
    <FormProvider {...form}>
      <form
        className="c-form c-page"
        part="form"
        noValidate
        onSubmit={form.handleSubmit((typed) => onReview(recordOf(typed, loaded, SECTIONS[section]), typed))}
      >
        <Title label={t(`section.${section}`)} />
        <Summary form={form} />
        <Fields fields={SECTIONS[section]} loaded={loaded} civilities={civilities} />
        <div className="c-actions" part="actions">
          <Button weight="primary" label={t("form.review")} />
          <Button weight="secondary" label={t("form.cancel")} onClick={onCancel} />
        </div>
      </form>
    </FormProvider>
  );
}
