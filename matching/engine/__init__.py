"""The matching engine, second version: pure Python and numpy, no Django. Plain data in, dataclasses out.

In
--
`items.Catalogue(items, vocabulary, weights, version, rules)` is made once per catalogue version:

- `items.Item`: what is known of one item. Everything beside its key, slug and name has a default that
  says nothing: `traits` without a kind is "not known", `hours`, `dagdelen`, `paused_until` None, `has`
  empty. A right (kind "right") with coverage is refused.
- `vocabulary.MatchingVocabulary`: barriers, facts (`ContextKey`) and municipalities.
- `weights.Weights`: level weights, specificity, fit and the factors of what is open.
- `rules.Rules`, read by `rules.rules_from(wish_needs=…, implications=…, slips=…, plan_rules=…,
  fixed_lines=…, safety=…)` from the values of the JSON files with these names. A table out of bounds
  raises ValueError.

`profile.parse(document, vocabulary)` gives a `Profile` or raises ProfileRefused with all faults. A
profile holds what was stated and nothing else; a profile without barriers and wishes is no fault.

The answer
----------
`matching.match(profile, catalogue, day)` gives a `MatchResult` for that day:

- `.matches`, every `Match` of the audience; `.ranked("trajecten")`, `.ranked("regelingen")` or both
  joined; `.offered` with what has no rank, `.rights` that may apply, `.leading` (the first three
  trajecten).
- `.assumed` (facts.Assumed: "aangenomen, klopt dit?"), `.slips` (facts.Slip), `.lines` (rules.FixedLine,
  read with `.text_on(day)`), `.own_side`. All four are for the klantmanager only.

A `Match` has `list_name`, `rank` (within its list, or None), `score` (0-100), `lines` that add up to it
(kinds barrier, wish, specificity, fit, and the negative open), `verdict`, `waits` (for an answer about a
group), `closed` and `available`, `later_only` (once childcare is arranged), `may_apply` (a right),
`law_changed` (of a right past its day), `covered`, `plausible`, `served` (her wishes), `uncovered`,
`conditions` (with `assumed`), `cautions` (amber lines), `questions`, `excluded_by`, `next_step`. The
explanation is computed when it is read.

Beside it, each from the result and the catalogue, and each only when it is wanted:

- `plan.plan(result, catalogue)`: `running`, `first` (rows without an item), `items` (block "now" or
  "later", what it is for, `ask`, `first`), `without` (why the first traject is not in it),
  `contradicting`, `left`, `missing`.
- `changes.changes(result, catalogue)`: per source_ref what would get it offered, or first in its list.
- `questions.next_question(result, catalogue)`: the fact whose answers change the first three trajecten
  most, with its options; None when no single answer changes them. `questions.settled` promises that no
  answers together do.
- `robustness.robustness(result, catalogue)`: how sure the order is ("vast", "nipt", "nek aan nek").
- `tips.safe_tips(tips, left_out=tips.partner_left_out(profile, vocabulary, safety), safety=safety)`.

Stated and assumed: the verdict of trajecten and regelingen looks at both (`scores.known.eligible`);
points, coverage, wishes, rights, cautions, lines and contradictions look at what was stated
(`scores.known.stated`).

All arithmetic that decides an order is in whole numbers. Same profile, catalogue, rules and day: same
answer."""
