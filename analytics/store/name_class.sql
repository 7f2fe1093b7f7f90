-- The class that the name of a project tells: the first class one of whose words the name holds, and that word.
-- The branches of each case are one a class, over bound names and patterns: a bound pattern is compiled once, not once a name.
insert into name_class
with named as (
    select distinct project as name from form where kind = 'self_evaluation' and project is not null
),
placed as (
    select name, case {tried} end as place from named
)
select name, case place {called} end as project_class, case place {found} end as word
from placed
where place is not null
