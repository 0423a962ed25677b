// The view page: the whole profile, one card per section.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Civility } from "./api";
import { date, fullName, groupLabel, groupLines, initials, languageName, number, tier, word, yesNo } from "./format";
import { isLatin } from "./i18n";
import { LanguagePrompt } from "./locale";
import { Button, Card, FactRow, Title, ValueLines } from "./parts";
import { GROUPS, type Group, type Loyalty, type Profile, type Section } from "./record";

const SECTION_NAMES: Section[] = ["identity", "contact", "address", "preferences"];
const LADDER = ["TURQUOISE", "SILVER", "GOLD", "PLATINUM"];

function Standing({ loyalty }: { loyalty: Loyalty | undefined }) {
  const { t } = useTranslation();
  if (!loyalty) return <p className="c-standing c-soft">{t("loyalty.not-member")}</p>;
  const { status, previous_status, points, is_platinum_for_life, platinum_for_life_since } = loyalty;
  const current = LADDER.indexOf(status ?? "");
  return (
    <div className="c-standing c-loyalty">
      {current >= 0 && (
        <ol className="c-ladder" part="ladder" aria-label={t("loyalty.ladder")}>
          {LADDER.map((code, index) => (
            <li
              key={code}
              className="c-step"
              data-tier={code}
              data-on={index <= current ? "" : undefined}
              data-here={index === current ? "" : undefined}
              aria-current={index === current ? "true" : undefined}
            >
              {tier(code)}
            </li>
          ))}
        </ol>
      )}
      {points != null && (
        <p className="c-points" part="points">
          <strong>{number(points)}</strong> {t("loyalty.points", { count: points })}
        </p>
      )}
      <dl className="c-facts" part="facts">
        {current < 0 && <FactRow name={t("loyalty.tier")} lines={[{ text: status ? tier(status) : t("tier.none") }]} />}
        {previous_status && <FactRow name={t("loyalty.previous")} lines={[{ text: tier(previous_status) }]} />}
        {is_platinum_for_life && <FactRow name={t("loyalty.for-life")} lines={[{ text: yesNo(true) }]} />}
        {platinum_for_life_since && (
          <FactRow name={t("loyalty.since")} lines={[{ text: date(platinum_for_life_since) }]} />
        )}
      </dl>
    </div>
  );
}

function RecordCard({ facts }: { facts: Profile["facts"] }) {
  const { t } = useTranslation();
  if (facts.length === 0) return null;
  return (
    <Card slug="record" title={t("section.record")}>
      <dl className="c-facts">
        {facts.map(({ key, kind, value }) => {
          const text = kind === "word" ? word(value) : kind === "language" ? languageName(value) : value;
          const isCode = kind === "code" || kind === "secret";
          return <FactRow key={key} name={t(key)} lines={[{ text, isCode, isSensitive: kind === "secret" }]} />;
        })}
      </dl>
    </Card>
  );
}

const ADD_KEYS: Partial<Record<Group, string>> = { phones: "add.phone", "postal-address": "add.address" };

/** One row: its value and its edit, or the form that edits it in its place. */
function Row(props: {
  group: Group;
  profile: Profile;
  civilities: Civility[];
  form: ReactNode;
  onEdit: (group: Group) => void;
}) {
  const { group, profile, civilities, form, onEdit } = props;
  const { t, i18n } = useTranslation();
  const lines = groupLines(profile.record, group, civilities);
  const name = groupLabel(group);
  const isHidden = lines.length === 0 && (group === "opt-ins" || (group === "native-name" && isLatin(i18n.language)));
  const edit = (label: string, about?: string) => (
    <Button weight="quiet" id={`edit-${group}`} label={label} about={about} onClick={() => onEdit(group)} />
  );
  return (
    <div
      className="c-fact c-entry"
      part="fact"
      data-row={group}
      data-open={form ? "" : undefined}
      hidden={isHidden && !form}
    >
      <dt>{name}</dt>
      {form ? (
        <dd className="c-editor">{form}</dd>
      ) : lines.length === 0 ? (
        <dd>{edit(t(ADD_KEYS[group] ?? (group === "data-use" ? "view.edit" : `add.${group}`)))}</dd>
      ) : (
        <>
          <dd>
            <ValueLines name={name} lines={lines} />
          </dd>
          <dd className="c-action">{edit(t("view.edit"), name)}</dd>
        </>
      )}
    </div>
  );
}

export function ViewPage(props: {
  profile: Profile;
  civilities: Civility[];
  isFirst: boolean;
  outcome: ReactNode;
  row: Group | undefined;
  rowForm: ReactNode;
  onEdit: (section: Section) => void;
  onEditRow: (group: Group) => void;
  onPrepare: () => void;
}) {
  const { profile, civilities, isFirst, outcome, row, rowForm, onEdit, onEditRow, onPrepare } = props;
  const { t } = useTranslation();
  const { record } = profile;
  const parts = [...SECTION_NAMES, ...(profile.facts.length > 0 ? ["record"] : [])];
  return (
    <div className="c-page c-profile">
      <header className="c-header" part="header">
        <span className="c-avatar" part="avatar" aria-hidden="true">
          {initials(record)}
        </span>
        <div className="c-who">
          <Title label={fullName(record) ?? t("view.title")} isFirst={isFirst} />
        </div>
        <Standing loyalty={profile.loyalty} />
      </header>
      <div className="c-notices">
        {profile.locale && <LanguagePrompt language={profile.locale} />}
        {outcome}
      </div>
      <nav className="c-nav" part="nav" aria-label={t("nav.label")}>
        <ul>
          {parts.map((part) => (
            <li key={part}>
              <Button
                weight="quiet"
                label={t(`section.${part}`)}
                onClick={() => document.getElementById(`${part}-title`)?.focus()}
              />
            </li>
          ))}
        </ul>
      </nav>
      <div className="c-cards" onPointerOver={onPrepare}>
        {SECTION_NAMES.map((section) => {
          const title = t(`section.${section}`);
          const groups = GROUPS[section];
          const action = groups.length > 1 && (
            <Button
              weight="quiet"
              id={`edit-${section}`}
              label={t("view.edit-all")}
              about={title}
              onClick={() => onEdit(section)}
            />
          );
          return (
            <Card key={section} slug={section} title={title} action={action}>
              <dl className="c-facts" part="facts" data-single={groups.length === 1 ? "" : undefined}>
                {groups.map((group) => (
                  <Row
                    key={group}
                    group={group}
                    profile={profile}
                    civilities={civilities}
                    form={group === row && rowForm}
                    onEdit={onEditRow}
                  />
                ))}
              </dl>
            </Card>
          );
        })}
        <RecordCard facts={profile.facts} />
      </div>
    </div>
  );
}
