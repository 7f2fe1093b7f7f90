-- The tables of a snapshot, retyped records of the active batches. Money is 万元 DECIMAL(20,6); rates are ratios.
-- Marts that the pages read are built from these in marts.sql.

-- One row an active batch. Of two batches with the same record that with the higher `place` wins.
create table batch (
    batch_id varchar primary key, sequence integer not null, sha256 varchar not null, file varchar not null,
    imported_at timestamp not null, imported_by varchar not null, forms integer not null, problems integer not null,
    place bigint not null, replace_whole boolean not null
);

-- One row a record of an active batch that another can replace: a form, or a line of a table. `winner` is the batch that decides of it:
-- its own where the record counts, else the newer one that holds it too, or that replaced all of its kind, district, department and year.
create table record (
    record_key varchar not null, kind varchar not null, district varchar, department varchar, fiscal_year integer, name varchar,
    form_id varchar not null, row_id varchar, batch_id varchar not null, winner varchar not null
);

-- One row an active batch whose stored records are not what was written: it is named, and nothing of it counts.
create table damaged_batch (batch_id varchar primary key, file varchar not null, why varchar not null);

-- One row a form whose record is the newest of its key.
create table form (
    form_id varchar primary key, batch_id varchar not null, record_key varchar not null,
    kind varchar not null, subject varchar, recognised_as varchar, file varchar not null, sheet varchar not null, range varchar not null, title varchar,
    district varchar, department varchar, department_printed varchar, fiscal_year integer,
    project varchar, project_code varchar, supervising_unit varchar, implementing_unit varchar, goal varchar, achievement varchar,
    unit_printed varchar, unit_used varchar, unit_status varchar not null, unit_evidence json,
    has_revised_column boolean not null, total_weight decimal(12, 4), total_score decimal(12, 4), total_score_reviewed decimal(12, 4), grade varchar,
    persons json, cells json not null
);

-- One row a line of a form's funding block.
create table funding (
    form_id varchar not null, line integer not null, source varchar not null, label varchar not null,
    initial_budget decimal(20, 6), revised_budget decimal(20, 6), executed decimal(20, 6),
    weight decimal(12, 4), execution_rate_stated double, score decimal(12, 4), applicable boolean not null,
    initial_budget_printed varchar, revised_budget_printed varchar, executed_printed varchar, cells json not null
);

-- One row an indicator of a form.
create table indicator (
    form_id varchar not null, line integer not null, level1 varchar, level2 varchar, level3 varchar,
    target varchar, actual varchar, target_value double, actual_value double, direction varchar,
    weight decimal(12, 4), score decimal(12, 4), score_reviewed decimal(12, 4), applicable boolean not null, deviation_reason varchar, cells json not null
);

-- One row a line of a flat table (accounts, registers, reports, evaluated departments, expert items), newest of its key.
-- final_accounts is 决算数; change_* is against the year before, variance_* against the initial budget, as stated.
create table table_row (
    row_id varchar primary key, form_id varchar not null, batch_id varchar not null, record_key varchar not null, line_number integer not null,
    kind varchar not null, district varchar, department varchar, department_printed varchar, fiscal_year integer,
    name varchar, table_name varchar, side varchar, line varchar, level varchar,
    initial_budget decimal(20, 6), revised_budget decimal(20, 6), executed decimal(20, 6), final_accounts decimal(20, 6), amount decimal(20, 6),
    change_amount decimal(20, 6), change_rate_stated double, variance_amount decimal(20, 6), variance_rate_stated double, share_stated double,
    execution_rate_stated double, weight decimal(12, 4), score decimal(12, 4), grade varchar, note varchar,
    scores json, more json, printed json, cells json not null
);

-- One row a problem found while reading a batch.
create table problem (
    batch_id varchar not null, form_id varchar, severity varchar not null, code varchar not null, sheet varchar, cell varchar,
    found varchar, expected varchar, message varchar not null, remedy varchar
);

-- One row an amount that a document states about a project: evidence for units and cross-checks.
create table claim (
    batch_id varchar not null, project varchar not null, department varchar, fiscal_year integer,
    budget decimal(20, 6), executed decimal(20, 6), file varchar, sheet varchar, cell varchar, text varchar
);

-- One row a filled cell of a sheet that holds a form, for drawing it as it stood.
create table sheet_cell (batch_id varchar not null, sheet varchar not null, cell varchar not null, text varchar not null);
create table sheet_merge (batch_id varchar not null, sheet varchar not null, range varchar not null);

-- The class that the name of a project tells, with the word that decides (names without one are not in it), and what persons decided of single projects.
create table name_class (name varchar primary key, project_class varchar not null, word varchar not null);
create table class_decision (project_id varchar primary key, project_class varchar not null);

-- One row a name that can be searched for, with the first letters of its sounds (财政局: czj).
create table name_letters (name varchar primary key, letters varchar not null);
