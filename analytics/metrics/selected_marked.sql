-- The contradicted projects that pass the filters, each with its marks as in selected_standing; {marked} is the table of all of them,
-- kept beside the snapshot for as long as the audit says the same, or what the forms say of themselves.
select *
from {marked}
{passing}
    and position(lower({search}) in lower(concat_ws(' ', name, project_code, department, supervising_unit, implementing_unit))) > 0
