-- question: In how many forms do the three scores differ?
-- question_zh: 有多少张表的三种得分不一致？
-- grain: one row in all
-- formula: known = both a stated and a common score; wrong = stated and recomputed differ by more than a hundredth of a point
-- parameters:
--   least = 1 points between the stated and the common score from which a form counts as moved
-- columns:
--   projects - number of self-evaluations
--   common_scored - those with a score by one rule for all
--   known - those with a stated one too
--   wrong - of the known, those whose total is not the sum of its parts
--   moved - of the known, those whose common score lies at least $least points off
with off as (
    select count(*) as moved from selected where abs(score_common - cast(score_stated as double)) >= $least
)
select
    cast(coalesce(sum(projects), 0) as bigint) as projects,
    cast(coalesce(sum(common_scored), 0) as bigint) as common_scored,
    cast(coalesce(sum(known_scores), 0) as bigint) as known,
    cast(coalesce(sum(wrong_scores), 0) as bigint) as wrong,
    max(off.moved) as moved
from off
left join selected_sum on true
