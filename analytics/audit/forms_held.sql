-- How many forms does the snapshot hold: how long will an audit take?
-- grain: one row
select count(*) as forms
from form
