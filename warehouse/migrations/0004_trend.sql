-- The schema of the views and macros, which are made anew after every migration.

create schema trend;
-- trend: Views and table macros for people
