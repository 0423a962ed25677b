// The review of a change before it is sent, and the list of its values, before and after.

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, type Civility } from "./api";
import { fieldLabel, linesOf } from "./format";
import { Button, ErrorNotice, Title, ValueLines } from "./parts";
import type { CustomerRecord, Field } from "./record";

export function ChangeList(props: {
  before: CustomerRecord;
  after: CustomerRecord;
  fields: Field[];
  civilities: Civility[];
  keys: [string, string];
}) {
  const { before, after, fields, civilities, keys } = props;
  const { t } = useTranslation();
  return (
    <ol className="c-changes" part="changes">
      {fields.map((field) => {
        const name = fieldLabel(field);
        const side = (className: string, key: string, record: CustomerRecord) => (
          <div className={className}>
            <dt>{t(key)}</dt>
            <dd>
              <ValueLines name={`${name} ${t(key)}`} lines={linesOf(record, field, civilities)} />
            </dd>
          </div>
        );
        return (
          <li key={field} className="c-change" part="change">
            <p className="c-name">{name}</p>
            <dl>
              {side("c-before", keys[0], before)}
              {side("c-after", keys[1], after)}
            </dl>
          </li>
        );
      })}
    </ol>
  );
}

export default function ReviewPage(props: {
  before: CustomerRecord;
  after: CustomerRecord;
  fields: Field[];
  civilities: Civility[];
  onSave: (forceAddress: boolean) => Promise<void>;
  onBack: () => void;
  onCancel: () => void;
}) {
  const { before, after, fields, civilities, onSave, onBack, onCancel } = props;
  const { t } = useTranslation();
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>();
  const save = (forceAddress: boolean) => {
    if (isSaving) return;
    setSaving(true);
    setError(undefined);
    onSave(forceAddress).catch((reason: unknown) => {
      setError(reason);
      setSaving(false);
    });
  };
  const isAddress = error instanceof ApiError && error.reasons.some(({ path }) => path?.startsWith("address"));
  return (
    <form
      className="c-form c-page"
      part="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(false);
      }}
    >
      <Title label={t("review.title")} />
      {error !== undefined && (
        <ErrorNotice error={error}>
          {isAddress && <Button weight="secondary" label={t("address.force")} onClick={() => save(true)} />}
        </ErrorNotice>
      )}
      <p>{t("review.text")}</p>
      <ChangeList
        before={before}
        after={after}
        fields={fields}
        civilities={civilities}
        keys={["review.before", "review.after"]}
      />
      <div className="c-actions" part="actions">
        <Button weight="primary" busy={isSaving} label={t(isSaving ? "review.saving" : "review.save")} />
        <span className="c-hidden" role="status">
          {isSaving && t("review.saving")}
        </span>
        <Button weight="secondary" disabled={isSaving} label={t("review.back")} onClick={onBack} />
        <Button weight="quiet" disabled={isSaving} label={t("form.cancel")} onClick={onCancel} />
      </div>
    </form>
  );
}
