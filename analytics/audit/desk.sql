-- Macros and tables of the desk: they live as long as the cursor that made them. The tables evaluated, measured, line and
-- document are made by the desk from the views every_… here, of all departments or of some, forms with a number.

-- Half a unit of the last printed digit, in the unit of the print: 3.77 -> 0.005, 12 -> 0.5.
create or replace temp macro half_unit(printed) as 0.5 / pow(10, length(regexp_extract(coalesce(printed, ''), '\.([0-9]+)', 1)));

-- The same for a rate, as a ratio: 4.90% -> 0.00005.
create or replace temp macro half_rate(printed) as
    case when contains(printed, '%') then half_unit(printed) / 100
         when abs(try_cast(printed as double)) <= 1 and contains(printed, '.') then half_unit(printed)
         else half_unit(printed) / 100 end;

-- A stated ratio that is the true one with its last digits cut off instead of rounded.
create or replace temp macro only_cut_off(stated, recomputed, printed) as
    stated * recomputed >= 0 and abs(recomputed) >= abs(stated) and abs(recomputed) - abs(stated) < 2 * half_rate(printed);

-- One row a self-evaluation, with the cells of the form and of its total funding line under one roof.
create or replace temp view every_evaluated as
with total as (
    select form_id, cells from funding where source = 'total'
    qualify row_number() over (partition by form_id order by line) = 1
),
placed as (
    select form.form_id, form.cells as own, total.cells as money from project join form using (form_id) left join total using (form_id)
),
merged as ( -- forms of one layout share their cells: they are put together once
    select
        own, money,
        json_merge_patch(coalesce(money, '{}'),
            json_object('total_score', own->>'total_score', 'total_weight', own->>'total_weight', 'name', own->>'name', 'grade', own->>'grade',
                        'goal', own->>'goal', 'achievement', own->>'achievement',
                        'supervising_unit', own->>'supervising_unit', 'implementing_unit', own->>'implementing_unit')) as cells
    from (select distinct own, money from placed)
)
select
    project.*, form.record_key, form.goal, form.achievement, form.persons, form.has_revised_column, form.unit_evidence, form.grade as grade_stated,
    merged.cells
from project
join form using (form_id)
join placed using (form_id)
join merged on merged.own = placed.own and merged.money is not distinct from placed.money;

-- One row an indicator.
create or replace temp view every_measured as
select * from project_indicator;

-- One row a line of a flat table, with the place of its form.
create or replace temp view every_line as
select table_row.*, form.file, form.sheet
from table_row
join form using (form_id);

-- One row a form of any kind.
create or replace temp view every_document as
select * from form;
