-- The names a search may find: those of the districts and departments asked for. The other filters are about projects of a page, not about what exists.
select *
from search_name
where true
    and district in ({districts})
    and department in ({departments})
