/* gaztag as a loadable extension of DuckDB, over version 1.2 of its C extension API: scalar
 * functions that tag a text. README.md describes them. They use the built-in gazetteer with the
 * default options. */

#define DUCKDB_EXTENSION_NAME gaztag
#define DUCKDB_EXTENSION_API_VERSION_MAJOR 1
#define DUCKDB_EXTENSION_API_VERSION_MINOR 2
#define DUCKDB_EXTENSION_API_VERSION_PATCH 0
#include <duckdb_extension.h>
#include <gaztag.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
DUCKDB_EXTENSION_EXTERN

#define ALL_KINDS (-1)

/* What one SQL function needs. DuckDB calls it from all its threads, which only read this. */
struct function {
    gaztag_tagger *tagger; /* counts offsets in code points, as DuckDB does */
    gaztag_gazetteer *gazetteer;
    int kind; /* the kind whose ids are returned, or ALL_KINDS */
};

static void function_free(void *pointer) {
    struct function *self = pointer;
    gaztag_gazetteer_free(self->gazetteer);
    gaztag_tagger_free(self->tagger);
    free(self);
}

/* NULL with a message if it fails. */
static struct function *function_new(int kind, gaztag_error *error) {
    gaztag_options options;
    struct function *self = calloc(1, sizeof *self);
    if (self == NULL) {
        strcpy(error->message, "out of memory");
        return NULL;
    }
    self->kind = kind;
    gaztag_options_init(&options, sizeof options);
    options.offset_unit = GAZTAG_UNIT_CODE_POINTS;
    if (gaztag_tagger_new(NULL, &options, &self->tagger, error) != GAZTAG_OK ||
        gaztag_tagger_gazetteer(self->tagger, &self->gazetteer, error) != GAZTAG_OK) {
        function_free(self);
        return NULL;
    }
    return self;
}

/* The lists of the rows of one chunk, which are written one after the other. */
struct lists {
    const struct function *function;
    duckdb_vector vector, values;
    idx_t len, capacity;
    /* For each entity the last row that has it, from 1; only for lists of ids. */
    idx_t *rows, row;
};

/* Makes space for more values. */
static bool lists_reserve(struct lists *self, idx_t more) {
    if (self->capacity - self->len >= more) {
        return true;
    }
    self->capacity = self->capacity * 2 + more;
    return duckdb_list_vector_reserve(self->vector, self->capacity) == DuckDBSuccess;
}

/* A string of the built-in gazetteer, which lives as long as the process: nothing is copied. */
static void set_string(duckdb_string_t *strings, idx_t at, gaztag_str text) {
    duckdb_string_t string = {.value.inlined.length = (uint32_t)text.len};
    if (text.len <= sizeof string.value.inlined.inlined) {
        memcpy(string.value.inlined.inlined, text.ptr, text.len);
    } else {
        memcpy(string.value.pointer.prefix, text.ptr, sizeof string.value.pointer.prefix);
        string.value.pointer.ptr = (char *)(uintptr_t)text.ptr;
    }
    strings[at] = string;
}

/* The fields of a mention, in the order of the struct. */
enum { START, END, ID, NAME, KIND, ROLE, CONFIDENCE, FIELDS };
static const char *NAMES[FIELDS] = {"start", "end", "id", "name", "kind", "role", "confidence"};
static const duckdb_type TYPES[FIELDS] = {
    DUCKDB_TYPE_BIGINT,  DUCKDB_TYPE_BIGINT,  DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_VARCHAR,
    DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_TINYINT,
};

/* Each function that writes is a gaztag_mention_fn with `lists`; 1 if there is no memory. */

static int32_t write_mentions(void *user, const gaztag_mention *mentions, size_t len) {
    struct lists *self = user;
    const gaztag_gazetteer *gazetteer = self->function->gazetteer;
    void *fields[FIELDS];
    if (!lists_reserve(self, len)) {
        return 1;
    }
    for (idx_t i = 0; i < FIELDS; i++) {
        fields[i] = duckdb_vector_get_data(duckdb_struct_vector_get_child(self->values, i));
    }
    for (size_t i = 0; i < len; i++, self->len++) {
        const gaztag_mention *mention = &mentions[i];
        const char *role = gaztag_role_name(mention->role);
        ((int64_t *)fields[START])[self->len] = (int64_t)mention->start;
        ((int64_t *)fields[END])[self->len] = (int64_t)mention->end;
        ((int8_t *)fields[CONFIDENCE])[self->len] = (int8_t)mention->confidence;
        set_string(fields[ID], self->len, gaztag_entity_key(gazetteer, mention->entity));
        set_string(fields[NAME], self->len, gaztag_entity_name(gazetteer, mention->entity));
        set_string(fields[KIND], self->len, gaztag_kind_name(gazetteer, mention->kind));
        set_string(fields[ROLE], self->len, (gaztag_str){role, strlen(role)});
    }
    return 0;
}

static int32_t write_ids(void *user, const gaztag_mention *mentions, size_t len) {
    struct lists *self = user;
    const struct function *function = self->function;
    if (!lists_reserve(self, len)) {
        return 1;
    }
    for (size_t i = 0; i < len; i++) {
        size_t position = gaztag_entity_position(function->gazetteer, mentions[i].entity);
        bool is_wanted = function->kind == ALL_KINDS || function->kind == mentions[i].kind;
        if (is_wanted && self->rows[position] != self->row) {
            self->rows[position] = self->row;
            set_string(duckdb_vector_get_data(self->values), self->len++,
                       gaztag_entity_key(function->gazetteer, mentions[i].entity));
        }
    }
    return 0;
}

/* Tags the texts of a chunk. Returns the message of an error, or NULL. */
static const char *tag_rows(struct lists *self, duckdb_data_chunk chunk, gaztag_mention_fn write,
                            gaztag_error *error) {
    duckdb_vector input = duckdb_data_chunk_get_vector(chunk, 0);
    duckdb_string_t *texts = duckdb_vector_get_data(input);
    uint64_t *validity = duckdb_vector_get_validity(input);
    duckdb_list_entry *entries = duckdb_vector_get_data(self->vector);
    idx_t len = duckdb_data_chunk_get_size(chunk);
    for (idx_t i = 0; i < len; i++) {
        gaztag_status status;
        entries[i] = (duckdb_list_entry){.offset = self->len, .length = 0};
        if (validity != NULL && !duckdb_validity_row_is_valid(validity, i)) {
            duckdb_vector_ensure_validity_writable(self->vector);
            duckdb_validity_set_row_invalid(duckdb_vector_get_validity(self->vector), i);
            continue;
        }
        self->row = i + 1;
        status = gaztag_tag_each(self->function->tagger, duckdb_string_t_data(&texts[i]),
                                 duckdb_string_t_length(texts[i]), NULL, write, self, error);
        if (status != GAZTAG_OK) {
            return status == GAZTAG_STOPPED ? "out of memory" : error->message;
        }
        entries[i].length = self->len - entries[i].offset;
    }
    return duckdb_list_vector_set_size(self->vector, self->len) == DuckDBSuccess ? NULL
                                                                                 : "out of memory";
}

static void run(duckdb_function_info info, duckdb_data_chunk chunk, duckdb_vector output,
                gaztag_mention_fn write, idx_t *rows) {
    struct lists lists = {.function = duckdb_scalar_function_get_extra_info(info),
                          .vector = output,
                          .values = duckdb_list_vector_get_child(output),
                          .rows = rows};
    gaztag_error error;
    const char *failure = tag_rows(&lists, chunk, write, &error);
    if (failure != NULL) {
        duckdb_scalar_function_set_error(info, failure);
    }
}

static void tag(duckdb_function_info info, duckdb_data_chunk chunk, duckdb_vector output) {
    run(info, chunk, output, write_mentions, NULL);
}

static void ids(duckdb_function_info info, duckdb_data_chunk chunk, duckdb_vector output) {
    const struct function *function = duckdb_scalar_function_get_extra_info(info);
    idx_t *rows = calloc(gaztag_gazetteer_len(function->gazetteer), sizeof *rows);
    if (rows == NULL) {
        duckdb_scalar_function_set_error(info, "out of memory");
        return;
    }
    run(info, chunk, output, write_ids, rows);
    free(rows);
}

/* The type of a mention. */
static duckdb_logical_type mention_type(void) {
    duckdb_logical_type fields[FIELDS], type;
    for (int i = 0; i < FIELDS; i++) {
        fields[i] = duckdb_create_logical_type(TYPES[i]);
    }
    type = duckdb_create_struct_type(fields, NAMES, FIELDS);
    for (int i = 0; i < FIELDS; i++) {
        duckdb_destroy_logical_type(&fields[i]);
    }
    return type;
}

/* Adds a function from VARCHAR to lists of values of a type, which this call releases. */
static bool add(duckdb_connection connection, const char *name, duckdb_logical_type value,
                duckdb_scalar_function_t call, int kind, gaztag_error *error) {
    duckdb_logical_type text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR),
                        list = duckdb_create_list_type(value);
    duckdb_scalar_function function = duckdb_create_scalar_function();
    struct function *info = function_new(kind, error);
    bool added = false;
    if (info != NULL) {
        duckdb_scalar_function_set_name(function, name);
        duckdb_scalar_function_add_parameter(function, text);
        duckdb_scalar_function_set_return_type(function, list);
        duckdb_scalar_function_set_extra_info(function, info, function_free);
        duckdb_scalar_function_set_function(function, call);
        strcpy(error->message, "DuckDB refused a function");
        added = duckdb_register_scalar_function(connection, function) == DuckDBSuccess;
    }
    duckdb_destroy_scalar_function(&function);
    duckdb_destroy_logical_type(&list);
    duckdb_destroy_logical_type(&text);
    duckdb_destroy_logical_type(&value);
    return added;
}

static bool add_ids(duckdb_connection connection, const char *name, int kind, gaztag_error *error) {
    return add(connection, name, duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR), ids, kind, error);
}

DUCKDB_EXTENSION_ENTRYPOINT(duckdb_connection connection, duckdb_extension_info info,
                            struct duckdb_extension_access *access) {
    gaztag_error error;
    if (add(connection, "gaztag_tag", mention_type(), tag, ALL_KINDS, &error) &&
        add_ids(connection, "gaztag_ids", ALL_KINDS, &error) &&
        add_ids(connection, "gaztag_countries", GAZTAG_KIND_COUNTRY, &error) &&
        add_ids(connection, "gaztag_blocs", GAZTAG_KIND_BLOC, &error) &&
        add_ids(connection, "gaztag_minerals", GAZTAG_KIND_MINERAL, &error)) {
        return true;
    }
    access->set_error(info, error.message);
    return false;
}
