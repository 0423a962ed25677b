//! The two lists that forms need: titles, and the tags `accept-language` may hold.

use serde_json::{Value, json};

struct Civility {
    code: &'static str,
    kind: &'static str,
    sex: &'static str,
    /// By language; English first.
    labels: &'static [(&'static str, &'static str)],
}

const CIVILITIES: &[Civility] = &[
    Civility {
        code: "MR",
        kind: "ADULT",
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
        kind: "ADULT",
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
        kind: "ADULT",
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

pub(super) fn sex(code: &str) -> Option<&'static str> {
    CIVILITIES.iter().find(|civility| civility.code == code).map(|civility| civility.sex)
}

/// The titles, labelled in the language of `locale`; in English where a label is missing.
pub(super) fn civilities(locale: &str) -> Value {
    let language = locale.split('-').next().unwrap_or_default();
    let label = |civility: &Civility| {
        let own = civility.labels.iter().find(|(of, _)| *of == language);
        own.or(civility.labels.first()).map(|(_, label)| *label)
    };
    CIVILITIES
        .iter()
        .map(|civility| {
            json!({"code": civility.code, "label": label(civility), "type": civility.kind, "sex": civility.sex})
        })
        .collect()
}

/// Club Med's part of the OpenAPI document.
pub(crate) fn openapi() -> Value {
    let mut part = crate::openapi::part(include_str!("openapi.json"));
    part["components"]["schemas"]["ClubMedLocale"]["enum"] = json!(LOCALES);
    part
}

/// The odd ones (`vn-VN`, `tu-TN`, `ma-MA`, `gr-GR`, `se-SE`) are the vendor's.
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
