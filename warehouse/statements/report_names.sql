-- One row per company of the register and per theme, with its names.
select 'company' as what, company_id as id, name_ja, name_en from core.companies
union all
select 'theme', theme_id, name_ja, name_en from core.themes;
