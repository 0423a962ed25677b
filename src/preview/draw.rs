//! The drawing of a profile as plain elements: the same elements, in the same order and with the same ids, as
//! `pages::ViewPage` renders for it. A journey compares the two for each customer of the sandbox.

use super::{
    Options,
    tree::{Tag, tag},
};
use crate::{
    domain::{EditScope, FieldGroup, FieldPath, Loyalty, PartialDate, Section},
    form::{MASK, OptInDraft},
    i18n::{DisplayNames, NameKind, add_key, channel_key, group_key, label_or_code, section_key, tier_key},
    pages::{DisplayLine, ValueFormatter, autonym, facts_after, format_date, has_content, language_to_offer},
};

/// The options of a preview, with what formats its values.
pub(super) struct Drawing<'a> {
    pub(super) options: &'a Options<'a>,
    pub(super) formatter: ValueFormatter,
}

impl Drawing<'_> {
    /// Returns the whole app: the selector of the language, and the page.
    pub(super) fn app(&self) -> Tag {
        let page = tag("div", "c-page c-profile", "").holding([
            self.header(),
            tag("div", "c-notices", "").holding(self.language_offer()),
            self.nav(),
            tag("div", "c-cards", "").holding(self.sections().map(|section| self.section(section))),
        ]);
        tag("div", "c-app", "").holding([self.language_bar(), page])
    }

    fn get(&self, key: &str) -> String {
        self.options.i18n.get(key)
    }

    fn id(&self, id: &str) -> String {
        [self.options.id_prefix, id].concat()
    }

    /// The sections of which the vendor has a field.
    fn sections(&self) -> impl Iterator<Item = Section> {
        let has_fields =
            |section: &Section| section.fields().any(|field| self.options.vendor.supports(field));
        Section::ALL.iter().copied().filter(has_fields)
    }

    /// The selector of the language. It shows the current one, and opens once the app runs.
    fn language_bar(&self) -> Tag {
        let spoken = self.options.i18n.tag_untracked();
        let id = self.id("locale");
        let input = tag("input", "c-input", "input")
            .with("id", &*id)
            .with("type", "text")
            .with("role", "combobox")
            .with("dir", "auto")
            .with("autocomplete", "off")
            .with("autocapitalize", "none")
            .with("spellcheck", "false")
            .with("aria-autocomplete", "list")
            .with("aria-controls", format!("{id}-list"))
            .with("aria-expanded", "false")
            .with("lang", spoken.canonical())
            .with("value", autonym(&spoken))
            .flag("readonly", true);
        let status = tag("div", "", "").with("role", "status");
        let label = tag("label", "", "").with("for", id).text(self.get("locale.label"));
        tag("div", "c-bar", "bar").holding([tag("div", "c-locale", "")
            .holding([label, tag("div", "c-combobox", "").holding([input, status])])])
    }

    fn header(&self) -> Tag {
        let record = &self.options.profile.record;
        let avatar = match &self.options.profile.summary.picture {
            Some(address) => {
                tag("img", "c-avatar", "avatar").with("src", address.clone()).with("alt", String::new())
            }
            None => tag("bdi", "c-avatar", "avatar")
                .with("aria-hidden", "true")
                .text(self.formatter.initials(record)),
        };
        let title = self.formatter.full_name(record).unwrap_or_else(|| self.get("view.title"));
        let title =
            tag("h1", "c-title", "title").with("id", self.id("title")).with("tabindex", "-1").text(title);
        let other = self.formatter.name_in_other_script(record);
        let other = other.map(|name| tag("p", "c-soft", "").holding([tag("bdi", "", "").text(name)]));
        let who = tag("div", "c-who", "").holding([title]).holding(other);
        let standing = self.options.vendor.loyalty_tiers().map(|ladder| self.standing(ladder));
        tag("header", "c-header", "header").holding([avatar, who]).holding(standing)
    }

    /// The standing in the loyalty programme (`pages::loyalty`).
    fn standing(&self, ladder: &[&'static str]) -> Tag {
        let i18n = self.options.i18n;
        let Some(loyalty) = &self.options.profile.loyalty else {
            return tag("p", "c-standing c-soft", "").text(self.get("loyalty.not-member"));
        };
        let tier_label = |code: &str| label_or_code(i18n, tier_key(code), code);
        let tier = |code: Option<&str>| code.map_or_else(|| self.get("tier.none"), tier_label);
        let Loyalty { points, previous_tier, for_life, for_life_since, .. } = loyalty;
        let current = loyalty.tier.as_deref().and_then(|tier| ladder.iter().position(|step| *step == tier));
        let steps = current.map(|current| {
            let step = |(index, code): (usize, &&'static str)| {
                let is_here = index == current;
                let step = tag("li", "c-step", "tier")
                    .with("data-tier", *code)
                    .flag("data-on", index <= current)
                    .flag("data-here", is_here);
                if is_here { step.with("aria-current", "true") } else { step }.text(tier_label(code))
            };
            tag("ol", "c-ladder", "ladder")
                .with("aria-label", self.get("loyalty.ladder"))
                .holding(ladder.iter().enumerate().map(step))
        });
        let points = points.map(|points| {
            tag("p", "c-points", "points")
                .holding([tag("strong", "", "").text(i18n.number(points))])
                .text([" ", &i18n.count("loyalty.points", points)].concat())
        });
        let mut rows = Vec::new();
        let mut row = |key: &str, text: String| {
            let value = tag("dd", "", "").holding(self.value("", &[DisplayLine::plain(text)]));
            let name = tag("dt", "", "").text(self.get(key));
            rows.push(tag("div", "c-fact", "fact").holding([name, value]));
        };
        if current.is_none() {
            row("loyalty.tier", tier(loyalty.tier.as_deref()));
        }
        if let Some(code) = previous_tier {
            row("loyalty.previous", tier(Some(code)));
        }
        if *for_life == Some(true) && for_life_since.is_none() {
            row("loyalty.for-life", self.get("view.yes"));
        }
        if let Some(since) = for_life_since {
            row("loyalty.since", format_date(i18n, &PartialDate::from_stored(since.clone())));
        }
        tag("div", "c-standing c-loyalty", "")
            .holding(steps)
            .holding(points)
            .holding([tag("dl", "c-facts", "facts").holding(rows)])
    }

    /// The offer to switch to the profile's language (`pages::LanguagePrompt`).
    fn language_offer(&self) -> Option<Tag> {
        let i18n = self.options.i18n;
        let wanted = language_to_offer(self.options.profile.language()?, self.options.offered)?;
        if self.options.is_chosen || wanted.is_related(&i18n.tag_untracked()) {
            return None;
        }
        let code = wanted.reading_language();
        let name = i18n.name(NameKind::Language, code);
        let current = i18n.name(NameKind::Language, i18n.lang().reading_language());
        let own_name = DisplayNames::new(&wanted, NameKind::Language).of(code);
        let link = |key: &str, name: &str| button("c-link", i18n.fill(key, &[("language", name)]), None);
        let offer = [&i18n.fill("locale.offer", &[("language", &name)]), " "].concat();
        Some(
            tag("p", "c-note", "note")
                .text(offer)
                .holding([link("locale.switch", &own_name)])
                .text(" ")
                .holding([link("locale.keep", &current)]),
        )
    }

    fn nav(&self) -> Tag {
        let has_content = |section: &Section| {
            has_content(*section, &self.options.profile.record, self.options.vendor, self.formatter)
        };
        let sections = self.sections().filter(has_content).map(|section| self.get(section_key(section)));
        let item = |label: String| tag("li", "", "").holding([button("c-quiet", label, None)]);
        let links = sections.chain(facts_after(self.options.profile, self.options.i18n)).map(item);
        tag("nav", "c-nav", "nav")
            .with("aria-label", self.get("nav.label"))
            .holding([tag("ul", "", "").holding(links)])
    }

    fn edit_button(&self, key: &str, scope: EditScope, about: &str) -> Tag {
        button("c-quiet", self.get(key), Some(about)).with("id", self.id(&format!("edit-{}", scope.slug())))
    }

    /// The card of a section (`pages::SectionCard`).
    fn section(&self, section: Section) -> Tag {
        let is_shown = |group: &FieldGroup| group.fields().any(|field| self.options.vendor.supports(field));
        let groups: Vec<FieldGroup> = section.groups().filter(is_shown).collect();
        let is_single = groups.len() == 1;
        let name = self.get(section_key(section));
        let can_edit = !is_single && self.options.vendor.writes_any(section.fields());
        let edit = can_edit.then(|| self.edit_button("view.edit-all", EditScope::Section(section), &name));
        let title_id = self.id(&format!("{}-title", section.slug()));
        let title = tag("h2", "", "").with("id", &*title_id).with("tabindex", "-1").text(name);
        let rows = tag("dl", "c-facts", "facts")
            .flag("data-single", is_single && section == Section::Address)
            .holding(groups.into_iter().map(|group| self.row(group)));
        let head = tag("div", "c-card-head", "card-head").holding([title]).holding(edit);
        let card = tag("section", "c-card", "card").with("aria-labelledby", title_id).holding([head, rows]);
        let has_content =
            has_content(section, &self.options.profile.record, self.options.vendor, self.formatter);
        tag("div", "", "").flag("hidden", !has_content).holding([card])
    }

    /// A row of a section (`pages::EditableRow`).
    fn row(&self, group: FieldGroup) -> Tag {
        let name = self.get(group_key(group));
        let lines = self.formatter.group_lines(&self.options.profile.record, group);
        let can_edit = self.options.vendor.writes_any(group.fields());
        let scope = EditScope::Row(group);
        let ticks = match group {
            FieldGroup::OptIns if can_edit => Some(self.opt_ins()),
            FieldGroup::DataUse if can_edit => Some(Some(self.data_use())),
            _ => None,
        };
        let is_asked_for = match group {
            FieldGroup::NativeName => can_edit && !self.options.i18n.is_latin(),
            FieldGroup::OptIns => matches!(ticks, Some(Some(_))),
            _ => true,
        };
        let is_hidden = lines.is_empty() && !is_asked_for;
        let mut row =
            tag("div", "c-fact c-entry", "fact").with("data-row", group.name()).flag("hidden", is_hidden);
        row = row.holding([tag("dt", "", "").text(&*name)]);
        row = if let Some(ticks) = ticks {
            let control = tag("div", "c-control", "").holding(ticks);
            let editor = tag("div", "c-ticks", "")
                .with("id", self.id(&format!("edit-{}", group.name())))
                .with("tabindex", "-1")
                .holding([tag("div", "c-controls", "").holding([control])]);
            let form =
                tag("form", "c-row-form", "row-form").flag("novalidate", true).with("aria-label", name);
            row.holding([tag("dd", "c-editor", "").holding([form.holding([editor])])])
        } else if can_edit && lines.is_empty() {
            let id = self.id(&format!("edit-{}", scope.slug()));
            let add = button("c-quiet", self.get(add_key(group)), None).with("id", id);
            row.holding([tag("dd", "", "").holding([add])])
        } else {
            let edit = can_edit
                .then(|| tag("dd", "c-action", "").holding([self.edit_button("view.edit", scope, &name)]));
            row.holding([tag("dd", "", "").holding(self.value(&name, &lines))]).holding(edit)
        };
        row.holding([tag("dd", "c-outcome", "")])
    }

    /// A value (`pages::ValueLines`): masked, if it is sensitive.
    fn value(&self, name: &str, lines: &[DisplayLine]) -> Vec<Tag> {
        let shown = tag("span", "c-lines", "");
        if lines.is_empty() {
            return vec![shown.holding([tag("span", "c-empty", "").text(self.get("view.empty"))])];
        }
        if lines.iter().any(|line| line.is_sensitive) {
            let masked = shown.holding([
                tag("span", "c-masked", "").with("aria-hidden", "true").text(MASK),
                tag("span", "c-hidden", "").text(self.get("view.masked")),
            ]);
            return vec![masked, button("c-link", self.get("view.reveal"), Some(name))];
        }
        let line = |line: &DisplayLine| {
            let mut element =
                tag("bdi", if line.is_note { "c-note-line" } else { "" }, "").with("translate", "no");
            if line.is_code {
                element = element.with("dir", "ltr");
            }
            if let Some(exact) = &line.exact {
                element = element.with("title", exact.clone());
            }
            element.text(line.text.clone())
        };
        vec![shown.holding(lines.iter().map(line))]
    }

    /// The ticks of the channels (`form::OptInsInput`); `None` without a channel.
    fn opt_ins(&self) -> Option<Tag> {
        let rows = OptInDraft::offered(&self.options.profile.record, self.options.vendor.form_rules());
        if rows.is_empty() {
            return None;
        }
        let hint = self.id("opt-ins-hint");
        let mut group = tag("fieldset", "c-group", "group").with("aria-describedby", &*hint).holding([
            tag("legend", "c-legend", "legend").text(self.get("label.opt-ins")),
            tag("p", "c-hint", "hint").with("id", hint).text(self.get("hint.opt-ins")),
        ]);
        for (index, OptInDraft { channel, agreed, partners }) in rows.into_iter().enumerate() {
            let label = label_or_code(self.options.i18n, channel_key(&channel), &channel);
            let id = self.id(&format!("{}-{index}", FieldPath::OptIn(index).name()));
            let of_partners = partners.map(|agreed| {
                let label = self.options.i18n.fill("opt-ins.partners", &[("channel", &label)]);
                tick(format!("{id}-partners"), label, agreed, false)
            });
            group = group.holding([tick(id, label, agreed, false)]).holding(of_partners);
        }
        Some(group)
    }

    /// The answer about the use of data (`form::DataUseInput`).
    fn data_use(&self) -> Tag {
        let agreed = self.options.profile.record.data_use;
        let is_radio = agreed.is_none();
        let answer = |id: &str, key: &str, is_given| tick(self.id(id), self.get(key), is_given, is_radio);
        let agree = answer("data-use", "data-use.agree", agreed == Some(true));
        if !is_radio {
            return agree;
        }
        let disagree = answer("data-use-no", "data-use.disagree", false);
        let legend = tag("legend", "c-legend", "legend").text(self.get("label.data-use"));
        tag("fieldset", "c-group", "group").holding([legend, agree, disagree])
    }
}

/// A button (`form::Button`). `about` is text added for screen readers.
fn button(class: &'static str, label: String, about: Option<&str>) -> Tag {
    let part = if class == "c-link" { "button link" } else { "button quiet" };
    let about = about.map(|about| tag("span", "c-hidden", "").text([" ", about].concat()));
    tag("button", class, part)
        .with("type", "button")
        .holding([tag("span", "", "").text(label)])
        .holding(about)
}

/// A checkbox or a radio button with its label (`form::Checkbox`).
fn tick(id: String, label: String, is_checked: bool, is_radio: bool) -> Tag {
    let kind = if is_radio { "radio" } else { "checkbox" };
    let input = tag("input", "", "tick").with("type", kind).with("id", &*id).flag("checked", is_checked);
    let input = if is_radio { input.with("name", "answer") } else { input };
    tag("div", "c-check", "check").holding([input, tag("label", "", "").with("for", id).text(label)])
}
