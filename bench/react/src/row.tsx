// The form of one row, in its place, with the change as it is typed.

import { useState } from "react";
import { FormProvider, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ApiError, type Civility } from "./api";
import { changedFields } from "./change";
import { recordOf, type Draft } from "./draft";
import { Summary, useDraft } from "./edit";
import { Fields } from "./fields";
import { groupLabel } from "./format";
import { Button, ErrorNotice } from "./parts";
import { GROUP_FIELDS, type CustomerRecord, type Field, type Group } from "./record";
import { ChangeList } from "./review";

function RowChange(props: { fields: Field[]; loaded: CustomerRecord; civilities: Civility[] }) {
  const { fields, loaded, civilities } = props;
  const typed = useWatch<Draft>();
  const wanted = recordOf(typed as Draft, loaded, fields);
  const changed = changedFields(loaded, wanted);
  if (changed.length === 0) return null;
  return (
    <ChangeList
      before={loaded}
      after={wanted}
      fields={changed}
      civilities={civilities}
      keys={["review.before", "review.after"]}
    />
  );
}

export default function RowForm(props: {
  group: Group;
  loaded: CustomerRecord;
  civilities: Civility[];
  onSave: (wanted: CustomerRecord, fields: Field[], forceAddress: boolean) => Promise<void>;
  onCancel: () => void;
}) {
  const { group, loaded, civilities, onSave, onCancel } = props;
  const { t } = useTranslation();
  const form = useDraft(loaded);
  const fields = GROUP_FIELDS[group];
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>();
  const [isUnchanged, setUnchanged] = useState(false);
  const save = (forceAddress: boolean) =>
    form.handleSubmit(async (typed) => {
      const wanted = recordOf(typed, loaded, fields);
      const changed = changedFields(loaded, wanted);
      setUnchanged(changed.length === 0);
      if (isSaving || changed.length === 0) return;
      setSaving(true);
      setError(undefined);
      await onSave(wanted, changed, forceAddress).catch((reason: unknown) => {
        setError(reason);
        setSaving(false);
      });
    });
  const isAddress = error instanceof ApiError && error.reasons.some(({ path }) => path?.startsWith("address"));
  return (
    <FormProvider {...form}>
      <form
        className="c-row-form"
        part="row-form"
        noValidate
        aria-label={groupLabel(group)}
        onSubmit={save(false)}
        onKeyDown={(event) => event.key === "Escape" && onCancel()}
      >
        <Summary form={form} />
        {error !== undefined && (
          <ErrorNotice error={error}>
            {isAddress && <Button weight="secondary" label={t("address.force")} onClick={() => void save(true)()} />}
          </ErrorNotice>
        )}
        <Fields fields={fields} loaded={loaded} civilities={civilities} />
        <RowChange fields={fields} loaded={loaded} civilities={civilities} />
        <p className="c-soft" role="status">
          {isUnchanged && t("news.unchanged")}
        </p>
        <div className="c-actions" part="actions">
          <Button weight="primary" busy={isSaving} label={t(isSaving ? "review.saving" : "review.save")} />
          <Button weight="secondary" label={t("form.cancel")} onClick={onCancel} />
        </div>
      </form>
    </FormProvider>
  );
}
