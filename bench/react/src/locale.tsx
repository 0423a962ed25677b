// The choice of the language: a combobox, whose names are made when it is opened.

import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { languageName } from "./format";
import { LOCALES, switchLocale } from "./i18n";
import { Button } from "./parts";

/** A language's name in itself. */
const own = (locale: string) => new Intl.DisplayNames(locale, { type: "language" }).of(locale) ?? locale;

const plain = (text: string) => text.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function LocaleCombobox() {
  const { t, i18n } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(i18n.language);
  const current = useMemo(() => own(i18n.language), [i18n.language]);
  const all = useMemo(
    () => (isOpen ? LOCALES.map((locale) => ({ locale, native: own(locale), translated: languageName(locale) })) : []),
    [isOpen, i18n.language],
  );
  const matches = all.filter(({ locale, native, translated }) =>
    [locale, native, translated].some((name) => plain(name).includes(plain(typed))),
  );

  const open = () => {
    setTyped("");
    setActive(i18n.language);
    setOpen(true);
  };
  const choose = (locale: string) => {
    setOpen(false);
    isChosen = true;
    void switchLocale(locale);
  };
  const move = (by: number) => {
    if (!isOpen) return open();
    const index = matches.findIndex(({ locale }) => locale === active);
    const next = matches[(index + by + matches.length) % matches.length];
    if (next) setActive(next.locale);
  };

  return (
    <div className="c-bar" part="bar">
      <div className="c-locale">
        <label htmlFor="locale">{t("locale.label")}</label>
        <div className="c-combobox">
          <input
            className="c-input"
            part="input"
            id="locale"
            type="text"
            role="combobox"
            dir="auto"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-autocomplete="list"
            aria-controls="locale-list"
            aria-expanded={isOpen && matches.length > 0}
            aria-activedescendant={isOpen ? `locale-${active}` : undefined}
            lang={i18n.language}
            value={isOpen ? typed : current}
            onClick={() => (isOpen ? typed === "" && setOpen(false) : open())}
            onChange={(event) => {
              setOpen(true);
              setTyped(event.target.value);
              setActive("");
            }}
            onBlur={() => setOpen(false)}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
              if (event.key === "ArrowDown") move(1);
              else if (event.key === "ArrowUp") move(-1);
              else if (event.key === "Enter") {
                const option = matches.find(({ locale }) => locale === active) ?? matches[0];
                if (isOpen && option) choose(option.locale);
                else open();
              } else if (event.key === "Escape" && isOpen) setOpen(false);
              else return;
              event.preventDefault();
            }}
          />
          {isOpen && matches.length > 0 && (
            <ul
              className="c-listbox"
              part="list"
              id="locale-list"
              role="listbox"
              aria-label={t("locale.label")}
              onMouseDown={(event) => event.preventDefault()}
            >
              {matches.map(({ locale, native, translated }) => (
                <li
                  key={locale}
                  className="c-option"
                  part="option"
                  id={`locale-${locale}`}
                  role="option"
                  aria-selected={locale === i18n.language}
                  data-active={locale === active ? "" : undefined}
                  lang={locale}
                  onClick={() => choose(locale)}
                >
                  <bdi>{native}</bdi>{" "}
                  {translated !== native && (
                    <bdi className="c-soft" lang={i18n.language}>
                      {translated}
                    </bdi>
                  )}
                </li>
              ))}
            </ul>
          )}
          <div role="status">
            {isOpen && typed !== "" && (
              <p className={matches.length ? "c-hidden" : "c-listbox-empty"}>
                {matches.length ? t("locale.found", { count: matches.length }) : t("locale.none")}
              </p>
            )}
          </div>
        </div>
      </div>
    </div>
  );
}

let isChosen = false;

/** Asks whether to switch to the language that is stored in the profile. Those who answer are not asked again. */
export function LanguagePrompt({ language }: { language: string }) {
  const { t, i18n } = useTranslation();
  const [isAnswered, setAnswered] = useState(isChosen);
  const [subtag, current] = [language.split("-")[0]!, i18n.language.split("-")[0]!];
  const offered = LOCALES.includes(language) ? language : LOCALES.find((locale) => locale.startsWith(`${subtag}-`));
  if (isAnswered || !offered || subtag === current) return null;
  const answer = (locale: string) => {
    isChosen = true;
    setAnswered(true);
    void switchLocale(locale);
  };
  return (
    <p className="c-note" part="note">
      {t("locale.offer", { language: languageName(subtag) })}{" "}
      <Button weight="link" label={own(offered)} onClick={() => answer(offered)} />{" "}
      <Button
        weight="link"
        label={t("locale.keep", { language: languageName(current) })}
        onClick={() => answer(i18n.language)}
      />
    </p>
  );
}
