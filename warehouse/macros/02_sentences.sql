-- A sentence ends at 。！？!? or the end of a line, and at a full stop that a space follows.
create or replace macro core.sentence_at(body, start_at) as
    trim(
        regexp_extract(substring(body, 1, start_at), '(?:[^。！？!?\n.]|\.[^ \n])*\.?$')
        || regexp_extract(substring(body, start_at + 1), '^(?:[^。！？!?\n.]|\.[^ \n])*[。！？!?.]?')
    );

comment on macro core.sentence_at is 'The sentence around a character of a text. body: the text; start_at: the character, counted from 0. Example: select core.sentence_at(body, 0) from core.articles';
