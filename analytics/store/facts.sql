-- The facts that touched departments state or stated, and what all departments say of these after the change, under the name of the mart:
-- what marts.sql adds up over all departments is added up out of that.

create temp table touched_fact as
select fact from memory.main.fact_sum
union
select fact from snapshot.main.fact_sum where coalesce(department, '') in (select department from touched_department);

create schema memory.after;

create table memory.after.fact_sum as
select * from snapshot.main.fact_sum
where fact in (select fact from touched_fact) and coalesce(department, '') not in (select department from touched_department)
union all
select * from memory.main.fact_sum;
