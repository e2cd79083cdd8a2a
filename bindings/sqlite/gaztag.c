/* gaztag as a loadable extension of SQLite: the table-valued function gaztag(text) and the function
 * gaztag_ids(text). README.md describes them. It uses the built-in gazetteer with the default
 * options. */

#include <gaztag.h>
#include <sqlite3ext.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
SQLITE_EXTENSION_INIT1

/* The subtype by which the JSON functions of SQLite know a text as JSON. */
#define JSON_SUBTYPE 'J'
/* Later than 3.40. Without it, newer versions may ignore the subtype. */
#ifndef SQLITE_RESULT_SUBTYPE
#define SQLITE_RESULT_SUBTYPE 0x001000000
#endif

/* What the functions of a connection need. */
struct engine {
    gaztag_tagger *tagger;
    gaztag_gazetteer *gazetteer;
};

static void engine_free(void *pointer) {
    struct engine *self = pointer;
    gaztag_gazetteer_free(self->gazetteer);
    gaztag_tagger_free(self->tagger);
    sqlite3_free(self);
}

/* NULL if it fails, with a message for sqlite3_free. */
static struct engine *engine_new(char **message) {
    gaztag_error error;
    struct engine *self = sqlite3_malloc(sizeof *self);
    if (self == NULL) {
        return NULL;
    }
    memset(self, 0, sizeof *self);
    if (gaztag_tagger_new(NULL, NULL, &self->tagger, &error) != GAZTAG_OK ||
        gaztag_tagger_gazetteer(self->tagger, &self->gazetteer, &error) != GAZTAG_OK) {
        *message = sqlite3_mprintf("gaztag: %s", error.message);
        engine_free(self);
        return NULL;
    }
    return self;
}

/* The mentions of a text, with offsets in bytes. */
struct found {
    gaztag_mention *mentions;
    size_t len, capacity;
};

static void found_free(struct found *self) {
    sqlite3_free(self->mentions);
    memset(self, 0, sizeof *self);
}

static int32_t found_add(void *user, const gaztag_mention *mentions, size_t mentions_len) {
    struct found *self = user;
    if (self->capacity - self->len < mentions_len) {
        size_t capacity = self->capacity * 2 + mentions_len;
        gaztag_mention *larger = sqlite3_realloc64(self->mentions, capacity * sizeof *larger);
        if (larger == NULL) {
            return 1;
        }
        self->mentions = larger;
        self->capacity = capacity;
    }
    memcpy(self->mentions + self->len, mentions, mentions_len * sizeof *mentions);
    self->len += mentions_len;
    return 0;
}

/* Finds the mentions of a value, none in NULL. Returns a result code of SQLite; the message is for
 * sqlite3_free. */
static int find(const struct engine *engine, sqlite3_value *value, struct found *out, char **message) {
    gaztag_error error;
    const char *text;
    gaztag_status status;
    memset(out, 0, sizeof *out);
    if (sqlite3_value_type(value) == SQLITE_NULL) {
        return SQLITE_OK;
    }
    text = (const char *)sqlite3_value_text(value);
    if (text == NULL) {
        return SQLITE_NOMEM;
    }
    status = gaztag_tag_each(engine->tagger, text, (size_t)sqlite3_value_bytes(value), NULL,
                             found_add, out, &error);
    if (status == GAZTAG_OK) {
        return SQLITE_OK;
    }
    found_free(out);
    if (status == GAZTAG_STOPPED) {
        return SQLITE_NOMEM;
    }
    *message = sqlite3_mprintf("gaztag: %s", error.message);
    return SQLITE_ERROR;
}

/* The table gaztag. */

enum { START, END, TEXT, ID, NAME, KIND, ROLE, CONFIDENCE, INPUT };
static const char COLUMNS[] = "CREATE TABLE gaztag(start INTEGER, \"end\" INTEGER, text TEXT, "
                              "id TEXT, name TEXT, kind TEXT, role TEXT, confidence INTEGER, "
                              "input HIDDEN)";

struct table {
    sqlite3_vtab base;
    const struct engine *engine;
};

struct cursor {
    sqlite3_vtab_cursor base;
    sqlite3_value *input;
    struct found found;
    /* The starts and ends in code points. */
    uint64_t *offsets;
    size_t row;
};

static int table_connect(sqlite3 *db, void *engine, int argc, const char *const *argv,
                         sqlite3_vtab **out, char **message) {
    struct table *self;
    int code = sqlite3_declare_vtab(db, COLUMNS);
    (void)argc, (void)argv, (void)message;
    if (code != SQLITE_OK) {
        return code;
    }
    self = sqlite3_malloc(sizeof *self);
    if (self == NULL) {
        return SQLITE_NOMEM;
    }
    memset(self, 0, sizeof *self);
    self->engine = engine;
    *out = &self->base;
    /* It may be used in views and triggers: it reads nothing but its argument. */
    return sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
}

static int table_disconnect(sqlite3_vtab *vtab) {
    sqlite3_free(vtab);
    return SQLITE_OK;
}

/* The only plan: the argument is known, and the rows come in the order of the text. */
static int table_best_index(sqlite3_vtab *vtab, sqlite3_index_info *info) {
    int later = 0;
    for (int i = 0; i < info->nConstraint; i++) {
        const struct sqlite3_index_constraint *constraint = &info->aConstraint[i];
        if (constraint->iColumn != INPUT || constraint->op != SQLITE_INDEX_CONSTRAINT_EQ) {
            continue;
        }
        if (constraint->usable) {
            info->aConstraintUsage[i].argvIndex = 1;
            info->aConstraintUsage[i].omit = 1;
            info->estimatedCost = 100;
            info->estimatedRows = 10;
            info->orderByConsumed = info->nOrderBy == 1 && info->aOrderBy[0].iColumn == START &&
                                    !info->aOrderBy[0].desc;
            return SQLITE_OK;
        }
        later = 1;
    }
    if (later) {
        return SQLITE_CONSTRAINT;
    }
    sqlite3_free(vtab->zErrMsg);
    vtab->zErrMsg = sqlite3_mprintf("gaztag needs a text: SELECT * FROM gaztag('text')");
    return SQLITE_ERROR;
}

static int cursor_open(sqlite3_vtab *vtab, sqlite3_vtab_cursor **out) {
    struct cursor *self = sqlite3_malloc(sizeof *self);
    (void)vtab;
    if (self == NULL) {
        return SQLITE_NOMEM;
    }
    memset(self, 0, sizeof *self);
    *out = &self->base;
    return SQLITE_OK;
}

static void cursor_clear(struct cursor *self) {
    sqlite3_value_free(self->input);
    self->input = NULL;
    found_free(&self->found);
    sqlite3_free(self->offsets);
    self->offsets = NULL;
    self->row = 0;
}

static int cursor_close(sqlite3_vtab_cursor *base) {
    cursor_clear((struct cursor *)base);
    sqlite3_free(base);
    return SQLITE_OK;
}

static const char *cursor_text(const struct cursor *self) {
    return (const char *)sqlite3_value_text(self->input);
}

/* Fills in the offsets in code points, as substr() counts. Mentions do not overlap, so that the
 * offsets ascend. */
static int cursor_convert(struct cursor *self, char **message) {
    gaztag_error error;
    size_t len = self->found.len;
    if (len == 0) {
        return SQLITE_OK;
    }
    self->offsets = sqlite3_malloc64(2 * len * sizeof *self->offsets);
    if (self->offsets == NULL) {
        return SQLITE_NOMEM;
    }
    for (size_t i = 0; i < len; i++) {
        self->offsets[2 * i] = self->found.mentions[i].start;
        self->offsets[2 * i + 1] = self->found.mentions[i].end;
    }
    if (gaztag_convert_offsets(cursor_text(self), (size_t)sqlite3_value_bytes(self->input),
                               GAZTAG_UNIT_BYTES, GAZTAG_UNIT_CODE_POINTS, self->offsets, 2 * len,
                               &error) != GAZTAG_OK) {
        *message = sqlite3_mprintf("gaztag: %s", error.message);
        return SQLITE_ERROR;
    }
    return SQLITE_OK;
}

static int cursor_filter(sqlite3_vtab_cursor *base, int index, const char *index_name, int argc,
                         sqlite3_value **argv) {
    struct cursor *self = (struct cursor *)base;
    const struct engine *engine = ((struct table *)base->pVtab)->engine;
    char *message = NULL;
    int code;
    (void)index, (void)index_name, (void)argc;
    cursor_clear(self);
    /* The caller's value lives only until this call returns. */
    self->input = sqlite3_value_dup(argv[0]);
    if (self->input == NULL) {
        return SQLITE_NOMEM;
    }
    code = find(engine, self->input, &self->found, &message);
    if (code == SQLITE_OK) {
        code = cursor_convert(self, &message);
    }
    if (message != NULL) {
        sqlite3_free(base->pVtab->zErrMsg);
        base->pVtab->zErrMsg = message;
    }
    return code;
}

static int cursor_next(sqlite3_vtab_cursor *base) {
    ((struct cursor *)base)->row++;
    return SQLITE_OK;
}

static int cursor_eof(sqlite3_vtab_cursor *base) {
    const struct cursor *self = (const struct cursor *)base;
    return self->row >= self->found.len;
}

static int cursor_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out) {
    *out = (sqlite3_int64)((struct cursor *)base)->row + 1;
    return SQLITE_OK;
}

/* Names of the gazetteer live as long as the connection. */
static void result_str(sqlite3_context *context, gaztag_str text) {
    sqlite3_result_text(context, text.ptr, (int)text.len, SQLITE_STATIC);
}

static int cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column) {
    const struct cursor *self = (const struct cursor *)base;
    const gaztag_gazetteer *gazetteer = ((struct table *)base->pVtab)->engine->gazetteer;
    const gaztag_mention *mention = &self->found.mentions[self->row];
    switch (column) {
    case START:
    case END:
        sqlite3_result_int64(context, (sqlite3_int64)self->offsets[2 * self->row + column]);
        break;
    case TEXT:
        sqlite3_result_text(context, cursor_text(self) + mention->start,
                            (int)(mention->end - mention->start), SQLITE_TRANSIENT);
        break;
    case ID:
        result_str(context, gaztag_entity_key(gazetteer, mention->entity));
        break;
    case NAME:
        result_str(context, gaztag_entity_name(gazetteer, mention->entity));
        break;
    case KIND:
        result_str(context, gaztag_kind_name(gazetteer, mention->kind));
        break;
    case ROLE:
        sqlite3_result_text(context, gaztag_role_name(mention->role), -1, SQLITE_STATIC);
        break;
    case CONFIDENCE:
        sqlite3_result_int(context, mention->confidence);
        break;
    default:
        sqlite3_result_value(context, self->input);
    }
    return SQLITE_OK;
}

/* Without xCreate the table exists in every database, and CREATE VIRTUAL TABLE refuses it. */
static const sqlite3_module MODULE = {
    .xConnect = table_connect,
    .xBestIndex = table_best_index,
    .xDisconnect = table_disconnect,
    .xOpen = cursor_open,
    .xClose = cursor_close,
    .xFilter = cursor_filter,
    .xNext = cursor_next,
    .xEof = cursor_eof,
    .xColumn = cursor_column,
    .xRowid = cursor_rowid,
};

/* The function gaztag_ids. */

static int by_entity(const void *left, const void *right) {
    const gaztag_mention *a = left, *b = right;
    if (a->entity != b->entity) {
        return a->entity < b->entity ? -1 : 1;
    }
    return (a->start > b->start) - (a->start < b->start);
}

static int by_start(const void *left, const void *right) {
    const gaztag_mention *a = left, *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

/* Keeps the first mention of each entity. */
static void found_distinct(struct found *self) {
    size_t len = 0;
    if (self->len == 0) {
        return;
    }
    qsort(self->mentions, self->len, sizeof *self->mentions, by_entity);
    for (size_t i = 0; i < self->len; i++) {
        if (len == 0 || self->mentions[i].entity != self->mentions[len - 1].entity) {
            self->mentions[len++] = self->mentions[i];
        }
    }
    self->len = len;
    qsort(self->mentions, self->len, sizeof *self->mentions, by_start);
}

static void ids(sqlite3_context *context, int argc, sqlite3_value **argv) {
    const struct engine *engine = sqlite3_user_data(context);
    struct found found;
    char *message = NULL;
    sqlite3_str *json;
    int code;
    (void)argc;
    if (sqlite3_value_type(argv[0]) == SQLITE_NULL) {
        return; /* NULL */
    }
    code = find(engine, argv[0], &found, &message);
    if (code != SQLITE_OK) {
        if (message != NULL) {
            sqlite3_result_error(context, message, -1);
            sqlite3_free(message);
        } else {
            sqlite3_result_error_code(context, code);
        }
        return;
    }
    found_distinct(&found);
    json = sqlite3_str_new(sqlite3_context_db_handle(context));
    sqlite3_str_appendchar(json, 1, '[');
    for (size_t i = 0; i < found.len; i++) {
        /* Keys of the built-in gazetteer have nothing that JSON escapes. */
        sqlite3_str_appendf(json, "%s\"%s\"", i == 0 ? "" : ",",
                            gaztag_entity_key(engine->gazetteer, found.mentions[i].entity).ptr);
    }
    sqlite3_str_appendchar(json, 1, ']');
    found_free(&found);
    code = sqlite3_str_errcode(json);
    if (code != SQLITE_OK) {
        sqlite3_free(sqlite3_str_finish(json));
        sqlite3_result_error_code(context, code);
        return;
    }
    sqlite3_result_text(context, sqlite3_str_finish(json), -1, sqlite3_free);
    sqlite3_result_subtype(context, JSON_SUBTYPE);
}

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

EXPORT int sqlite3_gaztag_init(sqlite3 *db, char **message, const sqlite3_api_routines *api);

int sqlite3_gaztag_init(sqlite3 *db, char **message, const sqlite3_api_routines *api) {
    struct engine *for_table, *for_ids;
    int code;
    SQLITE_EXTENSION_INIT2(api);
    for_table = engine_new(message);
    if (for_table == NULL) {
        return SQLITE_ERROR;
    }
    /* Both calls free the engine, also when they fail. */
    code = sqlite3_create_module_v2(db, "gaztag", &MODULE, for_table, engine_free);
    if (code != SQLITE_OK) {
        return code;
    }
    for_ids = engine_new(message);
    if (for_ids == NULL) {
        return SQLITE_ERROR;
    }
    return sqlite3_create_function_v2(
        db, "gaztag_ids", 1,
        SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS | SQLITE_RESULT_SUBTYPE, for_ids, ids,
        NULL, NULL, engine_free);
}
