/* Tags a file: prints every mention of a country, bloc or mineral, and what else the name can mean.
 *
 *   cc tag_file.c $(pkg-config --cflags --libs gaztag) -o tag_file && ./tag_file ../article.txt */

#include <gaztag.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Reads a whole file; its length goes to *len. NULL if it cannot be read. */
static char *read_file(const char *path, size_t *len) {
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t capacity = 0;
    *len = 0;
    if (file == NULL) {
        return NULL;
    }
    do {
        char *larger = realloc(text, capacity += 65536);
        if (larger == NULL) {
            break;
        }
        text = larger;
        *len += fread(text + *len, 1, capacity - *len, file);
    } while (*len == capacity);
    if (ferror(file) || *len == capacity) {
        free(text);
        text = NULL;
    }
    fclose(file);
    return text;
}

int main(int argc, char **argv) {
    gaztag_error error;
    gaztag_tagger *tagger = NULL;
    gaztag_gazetteer *gazetteer = NULL;
    gaztag_status status = GAZTAG_OK;
    gaztag_mention mentions[64];
    size_t text_len, mentions_len;
    gaztag_cursor *cursor = NULL;
    char *text = argc == 2 ? read_file(argv[1], &text_len) : NULL;
    if (text == NULL) {
        fprintf(stderr, "usage: %s FILE\n", argv[0]);
        return 2;
    }

    /* NULL and NULL: the built-in gazetteer, and the default options. */
    if (gaztag_tagger_new(NULL, NULL, &tagger, &error) != GAZTAG_OK || gaztag_tagger_gazetteer(tagger, &gazetteer, &error) != GAZTAG_OK ||
        gaztag_cursor_new(&cursor, &error) != GAZTAG_OK) {
        fprintf(stderr, "gaztag: %s\n", error.message);
        return 2;
    }

    /* An array of 64 mentions is enough for any text: with the cursor, the next call continues. All
     * names are judged with the whole text, and all calls together take time linear in it. */
    do {
        status = gaztag_tag(tagger, text, text_len, NULL, cursor, mentions, 64, &mentions_len, &error);
        if (status < 0) {
            fprintf(stderr, "gaztag: %s\n", error.message);
            return 2;
        }
        for (size_t i = 0; i < mentions_len; i++) {
            const gaztag_mention *mention = &mentions[i];
            gaztag_candidate candidates[32];
            size_t candidates_len = 0;
            printf("%4" PRIu64 " %4" PRIu64 "  %-28s %-9s %3d  %.*s", mention->start, mention->end, gaztag_entity_key(gazetteer, mention->entity).ptr, gaztag_role_name(mention->role),
                   mention->confidence, (int)(mention->end - mention->start), text + mention->start);
            /* A name has at most 32 readings, so this cannot return GAZTAG_MORE. */
            if (gaztag_candidates(tagger, mention->entity, mention->readings, NULL, candidates, 32, &candidates_len, NULL) == GAZTAG_OK) {
                for (size_t c = 0; c < candidates_len; c++) {
                    if (candidates[c].entity != mention->entity) {
                        printf(", or %s", gaztag_entity_name(gazetteer, candidates[c].entity).ptr);
                    }
                }
            }
            putchar('\n');
        }
    } while (status == GAZTAG_MORE);

    gaztag_cursor_free(cursor);
    gaztag_gazetteer_free(gazetteer);
    gaztag_tagger_free(tagger);
    free(text);
    return 0;
}
