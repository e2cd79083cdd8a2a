/* Tags standard input in bounded memory, and prints each mention when the following text cannot
 * change it. With --html, skips tags and scripts. A stream does not know the rest of the text, so
 * tag a text that fits in memory as a whole, as tag_file.c does.
 *
 *   cc stream.c $(pkg-config --cflags --libs gaztag) -o stream && ./stream < ../article.txt */

#include <gaztag.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The text of a mention may lie in an earlier chunk, so the stream passes it. */
static int32_t print_mention(void *user, const gaztag_mention *mention, const char *text, size_t text_len) {
    const gaztag_gazetteer *gazetteer = user;
    printf("%" PRIu64 "\t%.*s\t%s\n", mention->start, (int)text_len, text, gaztag_entity_key(gazetteer, mention->entity).ptr);
    return ferror(stdout);
}

int main(int argc, char **argv) {
    /* So small that it splits names; a real program uses 64 KiB. */
    char chunk[100];
    size_t chunk_len, consumed;
    gaztag_error error;
    gaztag_options options;
    gaztag_tagger *tagger = NULL;
    gaztag_gazetteer *gazetteer = NULL;
    gaztag_incremental *stream = NULL;
    gaztag_status status;

    gaztag_options_init(&options, sizeof options);
    options.input = argc > 1 && strcmp(argv[1], "--html") == 0 ? GAZTAG_INPUT_HTML : GAZTAG_INPUT_TEXT;
    options.offset_unit = GAZTAG_UNIT_CODE_POINTS;
    status = gaztag_tagger_new(NULL, &options, &tagger, &error);
    if (status == GAZTAG_OK) {
        status = gaztag_tagger_gazetteer(tagger, &gazetteer, &error);
    }
    if (status == GAZTAG_OK) {
        status = gaztag_incremental_new(tagger, NULL, &stream, &error);
    }
    while (status == GAZTAG_OK && (chunk_len = fread(chunk, 1, sizeof chunk, stdin)) > 0) {
        status = gaztag_incremental_feed_each(stream, chunk, chunk_len, &consumed, print_mention, gazetteer, &error);
    }
    if (status == GAZTAG_OK) {
        status = gaztag_incremental_finish_each(stream, print_mention, gazetteer, &error);
    }
    if (status < 0) {
        fprintf(stderr, "gaztag: %s\n", error.message);
    }
    gaztag_incremental_free(stream);
    gaztag_gazetteer_free(gazetteer);
    gaztag_tagger_free(tagger);
    return status == GAZTAG_OK ? 0 : 2;
}
