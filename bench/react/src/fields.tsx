// The controls of the form.

import { memo, useEffect, useMemo, useState, type ReactNode } from "react";
import {
  useFieldArray,
  useFormContext,
  useFormState,
  useWatch,
  get,
  type FieldError,
  type FieldPath,
  type UseFieldArrayReturn,
} from "react-hook-form";
import { useTranslation } from "react-i18next";
import { allLines, countryCodes, formatOf, hasLine, isLatinAddress, type AddressFormat } from "./address";
import type { Civility } from "./api";
import type { Draft } from "./draft";
import {
  channel,
  dateOrder,
  fieldLabel,
  languageName,
  nationalKind,
  number as formatNumber,
  ordered,
  NATIONAL_KINDS,
  phoneKind,
  PHONE_KINDS,
  regionName,
  sorted,
} from "./format";
import { isLatin } from "./i18n";
import { Button, MASK } from "./parts";
import { loadRegions, type Region } from "./regions";
import type { CustomerRecord, Field, Line, Text } from "./record";

type Path = FieldPath<Draft>;

interface Option {
  value: string;
  label: string;
}

const idOf = (path: string) => path.replaceAll(".", "-");

function useError(path: Path): string | undefined {
  const { control } = useFormContext<Draft>();
  const { errors } = useFormState({ control, name: path, exact: true });
  return (get(errors, path) as FieldError | undefined)?.message;
}

function ErrorText({ id, text }: { id: string; text: string | undefined }) {
  const { t } = useTranslation();
  if (!text) return null;
  return (
    <p className="c-error" part="error" id={`${id}-error`}>
      <span className="c-hidden">{t("problem.prefix")} </span>
      <span dir="auto">{text}</span>
    </p>
  );
}

/** The label, hint and error around a control, and the ARIA attributes that tie them to it. */
function FieldFrame(props: {
  path: Path;
  label: string;
  hint?: string;
  isRequired?: boolean;
  children: (aria: object) => ReactNode;
}) {
  const { path, label, hint, isRequired, children } = props;
  const { t } = useTranslation();
  const error = useError(path);
  const id = idOf(path);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div className="c-field" part="field" data-wrong={error ? "" : undefined}>
      <label className="c-label" part="label" htmlFor={id}>
        {label}
        {isRequired && <span className="c-required"> {t("form.required")}</span>}
      </label>
      {hint && (
        <p className="c-hint" part="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <ErrorText id={id} text={error} />
      {children({
        id,
        "aria-required": isRequired || undefined,
        "aria-invalid": error ? true : undefined,
        "aria-describedby": described,
      })}
    </div>
  );
}

interface TextInputProps {
  path: Path;
  label: string;
  hint?: string;
  type?: string;
  autoComplete?: string;
  inputMode?: "email" | "tel";
  isShort?: boolean;
  dir?: string;
  isRequired?: boolean;
}

function TextInput(props: TextInputProps) {
  const {
    path,
    label,
    hint,
    type = "text",
    autoComplete = "off",
    inputMode,
    isShort,
    dir = "auto",
    isRequired,
  } = props;
  const { register } = useFormContext<Draft>();
  return (
    <FieldFrame path={path} label={label} hint={hint} isRequired={isRequired}>
      {(aria) => (
        <input
          {...register(path)}
          {...aria}
          className={isShort ? "c-input c-short" : "c-input"}
          part="input"
          type={type}
          autoComplete={autoComplete}
          inputMode={inputMode}
          spellCheck={false}
          autoCapitalize="off"
          dir={dir}
        />
      )}
    </FieldFrame>
  );
}

function Select(props: {
  path: Path;
  label: string;
  options: Option[];
  hint?: string;
  autoComplete?: string;
  isRequired?: boolean;
}) {
  const { path, label, options, hint, autoComplete = "off", isRequired } = props;
  const { t } = useTranslation();
  const { register, getValues } = useFormContext<Draft>();
  // A value that is not in the list is offered as it is.
  const [initial] = useState(() => String(getValues(path) ?? ""));
  const isUnlisted = initial !== "" && !options.some(({ value }) => value === initial);
  return (
    <FieldFrame path={path} label={label} hint={hint} isRequired={isRequired}>
      {(aria) => (
        <select {...register(path)} {...aria} className="c-input" part="input" autoComplete={autoComplete}>
          <option value="">{t("form.choose")}</option>
          {options.map(({ value, label: name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
          {isUnlisted && <option value={initial}>{initial}</option>}
        </select>
      )}
    </FieldFrame>
  );
}

function Checkbox({ path, label }: { path: Path; label: string }) {
  const { register } = useFormContext<Draft>();
  const error = useError(path);
  const id = idOf(path);
  return (
    <>
      <ErrorText id={id} text={error} />
      <div className="c-check" part="check">
        <input {...register(path)} type="checkbox" part="tick" id={id} aria-invalid={error ? true : undefined} />
        <label htmlFor={id}>{label}</label>
      </div>
    </>
  );
}

function Group(props: { legend: string; hint?: string; className?: string; isWrong?: boolean; children: ReactNode }) {
  const { legend, hint, className = "c-group", isWrong, children } = props;
  return (
    <fieldset className={className} part="group" data-wrong={isWrong ? "" : undefined}>
      <legend className="c-legend" part="legend">
        {legend}
      </legend>
      {hint && (
        <p className="c-hint" part="hint">
          {hint}
        </p>
      )}
      {children}
    </fieldset>
  );
}

const EXAMPLE = { year: "1984", month: "3", day: "27" };

function DateInput({ stored }: { stored: string | undefined }) {
  const { t } = useTranslation();
  const { register, control, getValues } = useFormContext<Draft>();
  const { errors } = useFormState({ control, name: "birthdate" });
  const [isUnreadable] = useState(() => stored !== undefined && getValues("birthdate.year") === "");
  const order = dateOrder();
  const hint = t("hint.birthdate", { example: order.map((part) => EXAMPLE[part]).join(" ") });
  return (
    <Group
      legend={t("label.birthdate")}
      hint={hint}
      className="c-group c-field"
      isWrong={order.some((part) => errors.birthdate?.[part])}
    >
      {isUnreadable && (
        <p className="c-hint" part="hint">
          {t("hint.stored-as", { value: stored })}
        </p>
      )}
      {order.map((part) => (
        <ErrorText key={part} id={`birthdate-${part}`} text={errors.birthdate?.[part]?.message} />
      ))}
      <div className="c-row">
        {order.map((part) => (
          <div key={part} className="c-part">
            <label className="c-label" part="label" htmlFor={`birthdate-${part}`}>
              {t(`label.${part}`)}
            </label>
            <input
              {...register(`birthdate.${part}`)}
              className="c-input c-short"
              part="input"
              data-part={part === "year" ? "year" : "day"}
              id={`birthdate-${part}`}
              type="text"
              inputMode="numeric"
              spellCheck={false}
              autoComplete={`bday-${part}`}
              dir="ltr"
              aria-invalid={errors.birthdate?.[part] ? true : undefined}
              aria-describedby={errors.birthdate?.[part] ? `birthdate-${part}-error` : undefined}
            />
          </div>
        ))}
      </div>
    </Group>
  );
}

function NationalIdInput({ stored }: { stored: string | undefined }) {
  const { t } = useTranslation();
  const { getValues, setFocus } = useFormContext<Draft>();
  const [isRevealed, setRevealed] = useState(() => {
    const number = getValues("identity.number");
    return number === "" || number !== stored;
  });
  const name = t("label.national-number");
  const kinds = NATIONAL_KINDS.map((value) => ({ value, label: nationalKind(value) }));
  return (
    <Group legend={t("label.national-id")}>
      <div className="c-row">
        <Select path="identity.type" label={t("label.national-kind")} options={kinds} />
        {isRevealed ? (
          <TextInput path="identity.number" label={name} dir="ltr" />
        ) : (
          <div className="c-field" part="field">
            <span className="c-label" part="label">
              {name}
            </span>
            <span className="c-masked" aria-hidden="true">
              {MASK}
            </span>{" "}
            <Button
              weight="link"
              label={t("view.reveal")}
              about={name}
              onClick={() => {
                setRevealed(true);
                setTimeout(() => setFocus("identity.number"));
              }}
            />
          </div>
        )}
      </div>
    </Group>
  );
}

/** One phone. It is drawn again only if its place or the language changes. */
const PhoneRow = memo(function PhoneRow(props: {
  index: number;
  locale: string;
  kinds: Option[];
  remove: UseFieldArrayReturn<Draft, "phones">["remove"];
  swap: UseFieldArrayReturn<Draft, "phones">["swap"];
}) {
  const { index, kinds, remove, swap } = props;
  const { t } = useTranslation();
  const position = { position: formatNumber(index + 1) };
  return (
    <fieldset className="c-group c-phone" part="group" tabIndex={-1}>
      <legend className="c-legend" part="legend">
        {t("phones.nth", position)}
      </legend>
      <div className="c-row">
        <TextInput
          path={`phones.${index}.number`}
          label={t("label.phone-number")}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          dir="ltr"
        />
        <Select path={`phones.${index}.type`} label={t("label.phone-kind")} options={kinds} />
      </div>
      <div className="c-actions" part="actions">
        {index > 0 && <Button weight="quiet" label={t("phones.up", position)} onClick={() => swap(index, index - 1)} />}
        <Button weight="quiet" label={t("phones.remove", position)} onClick={() => remove(index)} />
      </div>
    </fieldset>
  );
});

function PhonesInput() {
  const { t, i18n } = useTranslation();
  const { control } = useFormContext<Draft>();
  const { fields, append, remove, swap } = useFieldArray({ control, name: "phones" });
  const locale = i18n.language;
  const kinds = useMemo(() => PHONE_KINDS.map((value) => ({ value, label: phoneKind(value) })), [locale]);
  return (
    <Group legend={t("label.phones")}>
      <p className="c-hint" part="hint">
        {t("hint.phones")}
      </p>
      {fields.map((field, index) => (
        <PhoneRow key={field.id} {...{ index, locale, kinds, remove, swap }} />
      ))}
      <Button
        weight="secondary"
        id="phones"
        label={t("phones.add")}
        onClick={() => append({ number: "", type: "" }, { focusName: `phones.${fields.length}.number` })}
      />
    </Group>
  );
}

const LINE_TOKENS: Partial<Record<Line, string>> = {
  street: "address-line1",
  add_on: "address-line2",
  additional_information_1: "address-line3",
  town: "address-level3",
  zip_code: "postal-code",
  city: "address-level2",
  state_or_district: "address-level1",
};

const isShort = (line: Line) => line === "number" || line === "zip_code";

/** The width of a line in a grid of six columns, after an `f` if a row begins with it. */
function columnsOf(lines: AddressFormat["lines"], at: number): string {
  const isFirst = (index: number) => index >= lines.length || lines[index]!.separator === null || index === 0;
  let [begin, end] = [at, at + 1];
  while (!isFirst(begin)) begin--;
  while (!isFirst(end)) end++;
  const row = lines.slice(begin, end);
  const short = row.filter(({ line }) => isShort(line)).length;
  const columns =
    row.length === 1 && short === 0
      ? "6"
      : row.length === 2
        ? short === 1
          ? isShort(lines[at]!.line)
            ? "2"
            : "4"
          : "3"
        : "2";
  return begin === at ? `f${columns}` : columns;
}

const SPECIAL: [Line, string][] = [
  ["state_or_district", "area county department district do_si emirate island oblast parish prefecture state"],
  ["city", "city:district post_town city:suburb"],
  ["town", "town:district neighborhood townland village_township"],
  ["zip_code", "eircode pin zip"],
];

const LINE_KEYS: Partial<Record<Line, string>> = {
  number: "house-number",
  state_or_district: "state",
  add_on: "add-on",
  zip_code: "zip-code",
  additional_information_1: "additional-1",
  additional_information_2: "additional-2",
};

function lineKey(line: Line, format: AddressFormat): string {
  const own = SPECIAL.find(([one]) => one === line)?.[1].split(" ");
  const name = format.names.find((one) => own?.includes(one));
  if (name) {
    const prefix = line === "zip_code" ? "zip" : line === "state_or_district" ? "state" : line;
    return `label.${prefix}-${name.replace(/^\w+:/, "").replaceAll("_", "-")}`;
  }
  if (line === "state_or_district" && format.required && hasLine(format, line)) return "label.state-province";
  return `label.${LINE_KEYS[line] ?? line}`;
}

function AddressInput({ loaded }: { loaded: CustomerRecord }) {
  const { t, i18n } = useTranslation();
  const { control, setValue, getValues } = useFormContext<Draft>();
  const code = useWatch({ control, name: "address.country_code" });
  // Only whether a line has text decides what is shown.
  const filled = useWatch({
    control,
    name: "address",
    compute: (address: Draft["address"]) =>
      Object.entries(address)
        .filter(([, text]) => text !== "")
        .map(([line]) => line)
        .join(" "),
  }).split(" ");
  const stored = loaded.address;
  const isLoadedCountry = code === stored?.country_code;
  const inLatin = (isLoadedCountry ? isLatinAddress(stored) : undefined) ?? isLatin(i18n.language);
  const format = formatOf(code, inLatin);
  const isListed = formatOf(code, true).names.includes("listed");
  const [regions, setRegions] = useState<{ code: string; list: Region[] }>();

  useEffect(() => {
    if (!isListed) return;
    let isCurrent = true;
    loadRegions(code).then(
      (list) => isCurrent && setRegions({ code, list }),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [code, isListed]);

  // The loaded state goes with its country and comes back with it.
  useEffect(() => {
    const state = getValues("address.state_or_district");
    const own = stored?.state_or_district ?? "";
    if (!isLoadedCountry && own !== "" && state === own) setValue("address.state_or_district", "");
    else if (isLoadedCountry && state === "" && own !== "") setValue("address.state_or_district", own);
  }, [code]);

  const countries = useMemo(
    () => sorted(countryCodes().map((value) => ({ value, label: regionName(value) }))),
    [i18n.language],
  );
  const lines = allLines(format);
  const has = (line: Line) => filled.includes(line);
  const isShown = (line: Line) =>
    has(line) ||
    (line === "additional_information_1"
      ? has("add_on")
      : line === "additional_information_2"
        ? has("additional_information_1")
        : hasLine(format, line));
  const required = (line: Line) =>
    format.required.includes({ street: "A", city: "C", state_or_district: "S", zip_code: "Z" }[line as string] ?? "-");
  return (
    <>
      <p className="c-hint" part="hint">
        {t("hint.address")}
      </p>
      <Select path="address.country_code" label={t("label.country")} options={countries} autoComplete="country" />
      <div className="c-slots">
        {lines.map(({ line }, index) => {
          const path = `address.${line}` as Path;
          const label = t(lineKey(line, format));
          const list = isListed && line === "state_or_district" && regions?.code === code ? regions.list : undefined;
          return (
            <div key={line} className="c-slot" data-asked={isShown(line)} data-columns={columnsOf(lines, index)}>
              {list ? (
                <Select
                  path={path}
                  label={label}
                  options={sorted(
                    list.map((region) => {
                      const name = inLatin ? region.latin : region.name;
                      const isStored = [region.code, region.name, region.latin].includes(
                        stored?.state_or_district ?? "",
                      );
                      return { value: isLoadedCountry && isStored ? stored!.state_or_district! : name, label: name };
                    }),
                  )}
                  autoComplete="address-level1"
                  isRequired={required(line)}
                />
              ) : (
                <TextInput
                  path={path}
                  label={label}
                  autoComplete={LINE_TOKENS[line]}
                  isShort={isShort(line)}
                  isRequired={required(line)}
                />
              )}
            </div>
          );
        })}
      </div>
    </>
  );
}

function OptInsInput() {
  const { t } = useTranslation();
  const { getValues } = useFormContext<Draft>();
  const optins = getValues("optins");
  if (optins.length === 0) return null;
  return (
    <Group legend={t("label.opt-ins")} hint={t("hint.opt-ins")}>
      {optins.map((one, index) => {
        const name = channel(one.channel);
        return (
          <div key={one.channel} style={{ display: "contents" }}>
            <Checkbox path={`optins.${index}.optin`} label={name} />
            {one.optin_partners !== undefined && (
              <Checkbox path={`optins.${index}.optin_partners`} label={t("opt-ins.partners", { channel: name })} />
            )}
          </div>
        );
      })}
    </Group>
  );
}

const LANGUAGES = "AR CS DA DE EL EN ES FI FR HE HU ID IT JA KO MS NB NL PL PT RO RU SV TH TR UK VI ZH".split(" ");

const NAME_TOKENS: Partial<Record<Text, string>> = {
  first_name: "given-name",
  second_name: "additional-name",
  third_name: "additional-name",
  fourth_name: "additional-name",
  last_name: "family-name",
  unicode_civility: "section-own-script honorific-prefix",
  unicode_first_name: "section-own-script given-name",
  unicode_second_name: "section-own-script additional-name",
  unicode_third_name: "section-own-script additional-name",
  unicode_fourth_name: "section-own-script additional-name",
  unicode_last_name: "section-own-script family-name",
};

/** Whether the form asks for a name: one more given name at a time, and own-script names if the language needs them. */
function isAskedFor(field: Field, names: string[], locale: string): boolean {
  const has = (name: Text) => names.includes(name);
  const ownScript = !isLatin(locale) || has("unicode_first_name") || has("unicode_last_name");
  switch (field) {
    case "third_name":
      return has("second_name") || has(field);
    case "fourth_name":
      return has("third_name") || has(field);
    case "unicode_first_name":
    case "unicode_last_name":
      return ownScript;
    case "unicode_second_name":
    case "unicode_third_name":
    case "unicode_fourth_name":
      return has(field) || (ownScript && has(field.replace("unicode_", "") as Text));
    case "unicode_civility":
      return has(field);
    default:
      return true;
  }
}

export function Fields(props: { fields: Field[]; loaded: CustomerRecord; civilities: Civility[] }) {
  const { fields, loaded, civilities } = props;
  const { t, i18n } = useTranslation();
  const { control } = useFormContext<Draft>();
  const names = useWatch({
    control,
    name: "texts",
    compute: (texts: Draft["texts"]) =>
      Object.keys(texts)
        .filter((name) => texts[name as Text] !== "" || loaded.texts[name as Text] !== undefined)
        .join(" "),
  }).split(" ");
  const countries = useMemo(
    () =>
      fields.includes("birth_country_code")
        ? sorted(countryCodes().map((value) => ({ value, label: regionName(value) })))
        : [],
    [i18n.language, fields],
  );
  const control_ = (field: Field) => {
    switch (field) {
      case "civility":
        return (
          <Select
            path="texts.civility"
            label={fieldLabel(field)}
            options={civilities.map(({ code, label }) => ({ value: code, label }))}
            autoComplete="honorific-prefix"
          />
        );
      case "birth_country_code":
        return <Select path={`texts.${field}`} label={fieldLabel(field)} options={countries} />;
      case "language_code":
        return (
          <Select
            path={`texts.${field}`}
            label={fieldLabel(field)}
            options={sorted(LANGUAGES.map((value) => ({ value, label: languageName(value.toLowerCase()) })))}
            hint={t("hint.language")}
            autoComplete="language"
          />
        );
      case "email":
        return (
          <TextInput
            path="texts.email"
            label={fieldLabel(field)}
            hint={t("hint.email")}
            autoComplete="email"
            inputMode="email"
            dir="ltr"
          />
        );
      case "birthdate":
        return <DateInput stored={loaded.birthdate} />;
      case "identity":
        return <NationalIdInput stored={loaded.identity?.number} />;
      case "phones":
        return <PhonesInput />;
      case "address":
        return <AddressInput loaded={loaded} />;
      case "optins":
        return <OptInsInput />;
      case "personal_data_usage_allowed":
        return <Checkbox path={field} label={t("data-use.agree")} />;
      default:
        return <TextInput path={`texts.${field}`} label={fieldLabel(field)} autoComplete={NAME_TOKENS[field]} />;
    }
  };
  return (
    <div className="c-controls">
      {ordered(fields).map((field) => (
        <div key={field} className="c-control" hidden={!isAskedFor(field, names, i18n.language)}>
          {control_(field)}
        </div>
      ))}
    </div>
  );
}
