-- The names of the companies of the register, by their ids.
select company_id, name_ja as name from core.companies;
