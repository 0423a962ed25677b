//! The difference between two values of a field: which lines changed, and which part of a line.

use std::ops::Range;

/// A line of a value beside the other value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DiffLine {
    /// The position of the line in its own value.
    pub(super) index: usize,
    /// The part of the line that differs, in bytes; the whole line if the other value has no line in its place.
    pub(super) changed: Range<usize>,
}

/// Returns the lines of each value that the other one does not have in the same order.
///
/// A line that was moved is one that differs. Lines that follow each other in both values are paired, so that one digit
/// of a line can be marked.
pub(super) fn changed_lines(before: &[String], after: &[String]) -> [Vec<DiffLine>; 2] {
    let rest = unmatched(before, after);
    // Only lines in the same place are compared letter by letter: a moved line is marked whole.
    let is_paired = |index: &usize| rest.iter().all(|rest| rest.contains(index));
    let line = |index: usize, line: &str, other: &[String]| {
        let other = other.get(index).filter(|_| is_paired(&index));
        DiffLine { index, changed: other.map_or(0..line.len(), |other| changed_part(line, other)) }
    };
    [
        rest[0].iter().map(|&index| line(index, &before[index], after)).collect(),
        rest[1].iter().map(|&index| line(index, &after[index], before)).collect(),
    ]
}

/// Returns the positions of the lines that are not in the longest common sequence.
fn unmatched(before: &[String], after: &[String]) -> [Vec<usize>; 2] {
    // The length of the longest common sequence of what follows each pair of positions.
    let mut lengths = vec![vec![0_u32; after.len() + 1]; before.len() + 1];
    for old in (0..before.len()).rev() {
        for new in (0..after.len()).rev() {
            lengths[old][new] = if before[old] == after[new] {
                lengths[old + 1][new + 1] + 1
            } else {
                lengths[old + 1][new].max(lengths[old][new + 1])
            };
        }
    }
    let (mut rest, mut old, mut new) = ([Vec::new(), Vec::new()], 0, 0);
    while old < before.len() && new < after.len() {
        if before[old] == after[new] {
            (old, new) = (old + 1, new + 1);
        } else if lengths[old + 1][new] >= lengths[old][new + 1] {
            rest[0].push(old);
            old += 1;
        } else {
            rest[1].push(new);
            new += 1;
        }
    }
    rest[0].extend(old..before.len());
    rest[1].extend(new..after.len());
    rest
}

/// Returns the part of a line that differs from another one: words, or letters within one word of ASCII. Letters of
/// other scripts may be joined, and are not parted.
fn changed_part(line: &str, other: &str) -> Range<usize> {
    let words = common_ends(line, other, |letter| letter == ' ');
    let [inner, other_inner] =
        [&line[words.clone()], &other[words.start..other.len() - (line.len() - words.end)]];
    if !inner.is_ascii() || !other_inner.is_ascii() || inner.contains(' ') || other_inner.contains(' ') {
        return words;
    }
    let letters = common_ends(inner, other_inner, |_| true);
    let part = words.start + letters.start..words.start + letters.end;
    // Only letters were added or removed here: the word shows it better than nothing.
    if part.is_empty() { words } else { part }
}

/// Returns the part of a line between the beginning and the end that it has in common with another one. It can only
/// begin after a letter, and end before one, for which `is_border` holds.
fn common_ends(line: &str, other: &str, is_border: impl Fn(char) -> bool) -> Range<usize> {
    let mut start = 0;
    for (old, new) in line.char_indices().zip(other.chars()) {
        if old.1 != new {
            break;
        }
        if is_border(new) {
            start = old.0 + new.len_utf8();
        }
    }
    let (mut end, mut length) = (line.len(), 0);
    let limit = line.len().min(other.len()) - start;
    for (old, new) in line.chars().rev().zip(other.chars().rev()) {
        length += old.len_utf8();
        if old != new || length > limit {
            break;
        }
        if is_border(new) {
            end = line.len() - length;
        }
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the changed parts of each value.
    fn parts(before: &[&str], after: &[&str]) -> [Vec<String>; 2] {
        let [before, after] =
            [before, after].map(|lines| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>());
        let [old, new] = changed_lines(&before, &after);
        let text = |lines: &[String], found: Vec<DiffLine>| {
            found.into_iter().map(|line| lines[line.index][line.changed].to_owned()).collect()
        };
        [text(&before, old), text(&after, new)]
    }

    #[test]
    fn changed_lines_marks_one_word_or_digit() {
        for (before, after, expected) in [
            (["12 rue Pasteur", "Lyon"], ["14 rue Pasteur", "Lyon"], ["2", "4"]),
            (["12 rue Pasteur", "Lyon"], ["12 rue Voltaire", "Lyon"], ["Pasteur", "Voltaire"]),
            (["a@old.org", ""], ["a@new.org", ""], ["old", "new"]),
            (["محمد علي", ""], ["محمد عمر", ""], ["علي", "عمر"]),
            (["1234", ""], ["12345", ""], ["1234", "5"]),
            (["東京都", ""], ["京都府", ""], ["東京都", "京都府"]),
        ] {
            let [old, new] = parts(&before, &after);
            assert_eq!([old, new], expected.map(|part| vec![part.to_owned()]), "{before:?} {after:?}");
        }
    }

    #[test]
    fn changed_lines_leaves_out_equal_lines() {
        assert_eq!(parts(&["a", "b", "c"], &["a", "c"]), [vec!["b".to_owned()], vec![]]);
        assert_eq!(parts(&["a"], &["a"]), [vec![], Vec::<String>::new()]);
        assert_eq!(parts(&[], &["a"]), [vec![], vec!["a".to_owned()]]);
    }

    #[test]
    fn changed_lines_marks_a_moved_line_whole() {
        assert_eq!(parts(&["a", "b", "c"], &["c", "a", "b"]), [vec!["c".to_owned()], vec!["c".to_owned()]]);
    }

    #[test]
    fn changed_part_is_within_the_line_for_any_two_lines() {
        let lines = ["", "a", "aa", "aaa", "a b", "b a", "é", "éa", "aé", "ab ab", "ab", "🙂", "🙂🙂", " "];
        for line in lines {
            for other in lines {
                let part = changed_part(line, other);
                assert!(line.get(part.clone()).is_some(), "{line:?} {other:?} {part:?}");
            }
        }
    }
}
