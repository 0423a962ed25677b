// The languages. English is bundled; every other catalogue is fetched when it is chosen.

import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import english from "../../../locales/en.json";

const urls = import.meta.glob<string>(["../../../locales/*.json", "!../../../locales/en.json"], {
  query: "?url",
  import: "default",
  eager: true,
});

export const LOCALES = [
  "en-US",
  "en-GB",
  "fr-FR",
  "fr-BE",
  "fr-CA",
  "de-DE",
  "es-ES",
  "es-MX",
  "it-IT",
  "nl-NL",
  "pt-BR",
  "ja-JP",
  "ko-KR",
  "zh-CN",
  "zh-TW",
  "zh-HK",
  "tr-TR",
  "pl-PL",
  "ar-AE",
  "he-IL",
];

const CHINESE: Record<string, string> = { "zh-CN": "zh-Hans", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant" };

/** The catalogue of a locale: its language, for Chinese with its script. */
const catalogueOf = (locale: string) => CHINESE[locale] ?? locale.split("-")[0]!;

export const isLatin = (locale: string) => !/^(ja|ko|zh|ar|he)/.test(locale);
export const isRightToLeft = (locale: string) => /^(ar|he)/.test(locale);

void i18next.use(initReactI18next).init({
  lng: "en-US",
  fallbackLng: "en",
  resources: { en: { translation: english } },
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  initAsync: false,
  react: { useSuspense: false },
});

/** Switches to a locale, once its catalogue is loaded. */
export async function switchLocale(locale: string): Promise<void> {
  const language = catalogueOf(locale);
  if (!i18next.hasResourceBundle(language, "translation")) {
    const url = urls[`../../../locales/${language}.json`];
    if (!url) return;
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    i18next.addResourceBundle(language, "translation", await response.json());
    if (language !== locale.split("-")[0]) {
      i18next.addResourceBundle(locale, "translation", i18next.getResourceBundle(language, "translation"));
    }
  }
  await i18next.changeLanguage(locale);
}

export default i18next;
