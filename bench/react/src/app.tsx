// The app: which page is shown, and the save.

import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { earlyProfile, loadCivilities, loadProfile, updateProfile, type Civility } from "./api";
import { changedFields, isSame, patchOf, valueOf } from "./change";
import type { Draft } from "./draft";
import { groupNames } from "./format";
import { isRightToLeft } from "./i18n";
import { LocaleCombobox } from "./locale";
import { Button, ErrorNotice, Notice, Title } from "./parts";
import type { CustomerRecord, Field, Group, Section } from "./record";
import { ViewPage } from "./view";

// The code of the other pages. It is fetched when the browser is idle, or the pointer comes near.
const loadEdit = () => import("./edit");
const loadReview = () => import("./review");
const loadRow = () => import("./row");
const EditPage = lazy(loadEdit);
const ReviewPage = lazy(loadReview);
const RowForm = lazy(loadRow);

function prepare(): void {
  void loadEdit();
  void loadReview();
  void loadRow();
}

type Page =
  | { name: "view"; row?: Group }
  | { name: "edit"; section: Section; draft?: Draft }
  | { name: "review"; section: Section; draft: Draft; wanted: CustomerRecord; fields: Field[] };

/** What became of the last save: the fields that are stored differently from what was asked. */
interface Outcome {
  wanted: CustomerRecord;
  different: Field[];
  fields: Field[];
}

function Skeleton() {
  const { t } = useTranslation();
  return (
    <div className="c-page">
      <h1 className="c-hidden">{t("view.title")}</h1>
      <p className="c-hidden" role="status">
        {t("view.loading")}
      </p>
      <div className="c-skeleton" aria-hidden="true">
        {[0, 1, 2, 3, 4].map((index) => (
          <div key={index} className="c-skeleton-block" />
        ))}
      </div>
    </div>
  );
}

function OutcomeNotice({ outcome, stored }: { outcome: Outcome; stored: CustomerRecord }) {
  const { t } = useTranslation();
  const { wanted, different, fields } = outcome;
  const key = fields.length === 0 ? "unchanged" : different.length > 0 ? "different" : "saved";
  return (
    <Notice
      kind={different.length > 0 ? "warn" : "good"}
      title={t(`news.${key}`, { names: groupNames(fields) })}
      text={key === "different" ? t("news.different-text") : undefined}
    >
      {different.length > 0 && <Differences wanted={wanted} stored={stored} fields={different} />}
    </Notice>
  );
}

const ChangeList = lazy(() => loadReview().then(({ ChangeList: list }) => ({ default: list })));

function Differences({ wanted, stored, fields }: { wanted: CustomerRecord; stored: CustomerRecord; fields: Field[] }) {
  return (
    <Suspense>
      <ChangeList before={wanted} after={stored} fields={fields} civilities={[]} keys={["news.asked", "news.stored"]} />
    </Suspense>
  );
}

export function App() {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  const [profile, setProfile] = useState(() => earlyProfile(language));
  const [civilities, setCivilities] = useState<Civility[]>([]);
  const [error, setError] = useState<unknown>();
  const [page, setPage] = useState<Page>({ name: "view" });
  const [outcome, setOutcome] = useState<Outcome>();
  const [isFirst, setFirst] = useState(true);

  const load = () => {
    setError(undefined);
    loadProfile(language).then(setProfile, setError);
  };
  useEffect(() => {
    if (!profile) load();
  }, []);
  useEffect(() => {
    loadCivilities(language).then(setCivilities, () => {});
    document.documentElement.lang = language;
    document.documentElement.dir = isRightToLeft(language) ? "rtl" : "ltr";
  }, [language]);
  useEffect(() => {
    if (!profile) return;
    const { connection } = navigator as { connection?: { saveData?: boolean } };
    if (connection?.saveData) return;
    const id = requestIdleCallback(prepare);
    return () => cancelIdleCallback(id);
  }, [profile]);

  const go = (next: Page) => {
    setFirst(false);
    setOutcome(undefined);
    setPage(next);
  };

  const review = (loaded: CustomerRecord, section: Section, wanted: CustomerRecord, draft: Draft) => {
    const fields = changedFields(loaded, wanted);
    if (fields.length > 0) return go({ name: "review", section, draft, wanted, fields });
    go({ name: "view" });
    setOutcome({ wanted, different: [], fields });
  };

  const save = async (wanted: CustomerRecord, fields: Field[], forceAddress: boolean) => {
    await updateProfile(language, patchOf(fields, wanted), forceAddress);
    const stored = await loadProfile(language);
    const different = fields.filter((field) => !isSame(valueOf(stored.record, field), valueOf(wanted, field)));
    setProfile(stored);
    go({ name: "view" });
    setOutcome({ wanted, different, fields });
  };

  if (!profile) {
    return (
      <div className="c-app">
        <LocaleCombobox />
        {error === undefined ? (
          <Skeleton />
        ) : (
          <div className="c-page">
            <Title label={t("view.title")} />
            <ErrorNotice error={error}>
              <Button weight="primary" label={t("failure.retry")} onClick={load} />
            </ErrorNotice>
          </div>
        )}
      </div>
    );
  }
  const { record } = profile;
  const cancel = () => go({ name: "view" });
  return (
    <div className="c-app">
      <LocaleCombobox />
      <Suspense fallback={<Skeleton />}>
        {page.name === "view" && (
          <ViewPage
            profile={profile}
            civilities={civilities}
            isFirst={isFirst}
            outcome={outcome && <OutcomeNotice outcome={outcome} stored={record} />}
            onEdit={(section) => go({ name: "edit", section })}
            onEditRow={(row) => go({ name: "view", row })}
            row={page.row}
            rowForm={
              page.row && (
                <Suspense>
                  <RowForm group={page.row} loaded={record} civilities={civilities} onSave={save} onCancel={cancel} />
                </Suspense>
              )
            }
            onPrepare={prepare}
          />
        )}
        {page.name === "edit" && (
          <EditPage
            section={page.section}
            loaded={record}
            draft={page.draft}
            civilities={civilities}
            onReview={(wanted, draft) => review(record, page.section, wanted, draft)}
            onCancel={cancel}
          />
        )}
        {page.name === "review" && (
          <ReviewPage
            before={record}
            after={page.wanted}
            fields={page.fields}
            civilities={civilities}
            onSave={(forceAddress) => save(page.wanted, page.fields, forceAddress)}
            onBack={() => go({ name: "edit", section: page.section, draft: page.draft })}
            onCancel={cancel}
          />
        )}
      </Suspense>
    </div>
  );
}
