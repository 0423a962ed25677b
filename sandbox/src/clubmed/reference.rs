//! The two reference lists for forms: the titles, and the locales that `accept-language` accepts.

use serde_json::{Value, json};

use crate::openapi;

struct Civility {
    code: &'static str,
    age_group: &'static str,
    sex: &'static str,
    /// The labels by language, English first.
    labels: &'static [(&'static str, &'static str)],
}

const CIVILITIES: &[Civility] = &[
    Civility {
        code: "MR",
        age_group: "ADULT",
        sex: "M",
        labels: &[
            ("en", "Mr"),
            ("fr", "Monsieur"),
            ("de", "Herr"),
            ("es", "Señor"),
            ("it", "Signor"),
            ("nl", "De heer"),
            ("pt", "Senhor"),
            ("ja", "様"),
            ("ko", "님"),
            ("zh", "先生"),
            ("ar", "السيد"),
            ("he", "מר"),
        ],
    },
    Civility {
        code: "MRS",
        age_group: "ADULT",
        sex: "F",
        labels: &[
            ("en", "Mrs"),
            ("fr", "Madame"),
            ("de", "Frau"),
            ("es", "Señora"),
            ("it", "Signora"),
            ("nl", "Mevrouw"),
            ("pt", "Senhora"),
            ("ja", "様"),
            ("ko", "님"),
            ("zh", "女士"),
            ("ar", "السيدة"),
            ("he", "גברת"),
        ],
    },
    Civility {
        code: "MISS",
        age_group: "ADULT",
        sex: "F",
        labels: &[
            ("en", "Miss"),
            ("fr", "Mademoiselle"),
            ("de", "Fräulein"),
            ("es", "Señorita"),
            ("it", "Signorina"),
            ("nl", "Mejuffrouw"),
            ("pt", "Senhorita"),
            ("ja", "様"),
            ("ko", "님"),
            ("zh", "小姐"),
            ("ar", "الآنسة"),
            ("he", "העלמה"),
        ],
    },
];

pub(super) fn is_civility(code: &str) -> bool {
    CIVILITIES.iter().any(|civility| civility.code == code)
}

/// Returns the sex that the title with this code implies.
pub(super) fn sex(code: &str) -> Option<&'static str> {
    CIVILITIES.iter().find(|civility| civility.code == code).map(|civility| civility.sex)
}

/// Returns the titles, with labels in the language of `locale`, or in English if a label is missing.
pub(super) fn civilities(locale: &str) -> Value {
    let language = locale.split('-').next().unwrap_or_default();
    let label = |civility: &Civility| {
        let translated = civility.labels.iter().find(|(own, _)| *own == language);
        translated.or(civility.labels.first()).map(|(_, label)| *label)
    };
    CIVILITIES
        .iter()
        .map(|civility| {
            json!({"code": civility.code, "label": label(civility), "type": civility.age_group, "sex": civility.sex})
        })
        .collect()
}

/// Returns Club Med's part of the OpenAPI document.
pub(super) fn openapi() -> Value {
    let mut part = openapi::parse_part(include_str!("openapi.json"));
    part["components"]["schemas"]["ClubMedLocale"]["enum"] = json!(LOCALES);
    part
}

/// The accepted locales. The vendor's list includes the non-standard tags `vn-VN`, `tu-TN`, `ma-MA`, `gr-GR` and
/// `se-SE`.
pub(super) const LOCALES: &[&str] = &[
    "ar-AE", "ar-BH", "ar-DZ", "ar-EG", "ar-IQ", "ar-JO", "ar-KW", "ar-LB", "ar-LY", "ar-MA", "ar-OM",
    "ar-QA", "ar-SA", "ar-SY", "ar-TN", "ar-YE", "bg-BG", "bn-BD", "ca-ES", "cs-CZ", "cy-GB", "da-DK",
    "de-AT", "de-BE", "de-CH", "de-DE", "de-LI", "de-LU", "el-CY", "el-GR", "en-AE", "en-AU", "en-BE",
    "en-CA", "en-CH", "en-CN", "en-DE", "en-FR", "en-GB", "en-HK", "en-ID", "en-IE", "en-IL", "en-IN",
    "en-JP", "en-KR", "en-MU", "en-MY", "en-NG", "en-NZ", "en-PH", "en-SG", "en-TH", "en-TW", "en-US",
    "en-ZA", "es-AR", "es-BO", "es-CL", "es-CO", "es-CR", "es-DO", "es-EC", "es-ES", "es-GT", "es-HN",
    "es-MX", "es-NI", "es-PA", "es-PE", "es-PR", "es-PY", "es-SV", "es-US", "es-UY", "es-VE", "et-EE",
    "eu-ES", "fa-IR", "fi-FI", "fr-BE", "fr-CA", "fr-CH", "fr-CI", "fr-DZ", "fr-FR", "fr-GF", "fr-GP",
    "fr-LU", "fr-MA", "fr-MC", "fr-MQ", "fr-MU", "fr-NC", "fr-PF", "fr-RE", "fr-SN", "fr-TN", "ga-IE",
    "gl-ES", "gr-GR", "he-IL", "hi-IN", "hr-HR", "hu-HU", "hy-AM", "id-ID", "is-IS", "it-CH", "it-IT",
    "ja-JP", "ka-GE", "kk-KZ", "km-KH", "ko-KR", "lt-LT", "lv-LV", "ma-MA", "mk-MK", "ms-MY", "mt-MT",
    "nb-NO", "nl-BE", "nl-NL", "nn-NO", "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ru-RU", "se-SE", "sk-SK",
    "sl-SI", "sq-AL", "sr-RS", "sv-FI", "sv-SE", "sw-KE", "ta-IN", "te-IN", "th-TH", "tl-PH", "tr-TR",
    "tu-TN", "uk-UA", "ur-PK", "uz-UZ", "vi-VN", "vn-VN", "zh-CN", "zh-HK", "zh-MO", "zh-SG", "zh-TW",
];
