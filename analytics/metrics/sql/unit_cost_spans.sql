-- question: Among like services, how far apart are the costs of one unit?
-- question_zh: 同类、同单位的项目，单位成本最低和最高各是多少？
-- grain: one row a unit and class of project, told by the same word of their names, of which there are several projects; the widest span first
-- columns:
--   project_class - 运维, 人员, 设备, 活动, 服务采购 or 课题
--   quantity_unit - 人, 部, 次 …
--   class_basis - the word that tells the class
--   projects - how many projects
--   lowest - 元 a unit
--   highest - 元 a unit
select project_class, quantity_unit, class_basis, count(*) as projects, min(unit_cost) as lowest, max(unit_cost) as highest
from selected_cost
where project_class <> '其他'
group by project_class, quantity_unit, class_basis
having count(*) > 1
order by highest / lowest desc, project_class, quantity_unit, class_basis
