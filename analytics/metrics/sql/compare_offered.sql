-- question: which departments of which districts could be set side by side?
-- question_zh: 哪些区的哪些部门可以放在一起对比？
-- grain: one row a district and department, in the order of the names
-- columns:
--   district - district
--   department - after aliases are resolved
--   projects - number of projects
select district, department, cast(sum(projects) as bigint) as projects
from selected_sum
where district is not null and department is not null
group by district, department
order by district, department
