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
select
    count(*) as projects,
    count(score_common) as common_scored,
    count(case when score_stated is not null and score_common is not null then 1 end) as known,
    count(case when score_common is not null and abs(score_recomputed - score_stated) > 0.01 then 1 end) as wrong,
    count(case when abs(score_common - cast(score_stated as double)) >= $least then 1 end) as moved
from selected
