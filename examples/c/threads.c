/* Counts the entities in the lines of a file, with one tagger in four threads. A tagger is
 * immutable, so the threads need no lock.
 *
 *   cc threads.c $(pkg-config --cflags --libs gaztag) -pthread -o threads
 *   ./threads ../article.txt */

#include <gaztag.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Limits of this example: longer lines are split, and further lines are ignored. */
enum { THREADS = 4, LINES = 4096, LINE = 4096 };

static char lines[LINES][LINE];
static size_t lines_len;

typedef struct worker {
    const gaztag_tagger *tagger; /* the same for all */
    size_t first;                /* tags lines first, first + THREADS, ... */
    uint64_t *counts;            /* its own: one number for each entity */
    size_t counts_len;
    gaztag_status status;
    gaztag_error error;
    pthread_t thread;
} worker;

static void *work(void *user) {
    worker *self = user;
    for (size_t line = self->first; line < lines_len && self->status == GAZTAG_OK; line += THREADS) {
        self->status = gaztag_count(self->tagger, lines[line], strlen(lines[line]), NULL, self->counts, self->counts_len, NULL, &self->error);
    }
    return NULL;
}

int main(int argc, char **argv) {
    static worker workers[THREADS];
    gaztag_error error;
    gaztag_tagger *tagger;
    gaztag_gazetteer *gazetteer;
    size_t entities;
    FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: %s FILE\n", argv[0]);
        return 2;
    }
    while (lines_len < LINES && fgets(lines[lines_len], LINE, file) != NULL) {
        lines_len++;
    }
    fclose(file);

    if (gaztag_tagger_new(NULL, NULL, &tagger, &error) != GAZTAG_OK || gaztag_tagger_gazetteer(tagger, &gazetteer, &error) != GAZTAG_OK) {
        fprintf(stderr, "gaztag: %s\n", error.message);
        return 2;
    }
    entities = gaztag_gazetteer_len(gazetteer);

    for (size_t i = 0; i < THREADS; i++) {
        workers[i].tagger = tagger;
        workers[i].first = i;
        workers[i].counts = calloc(entities, sizeof(uint64_t));
        workers[i].counts_len = entities;
        if (workers[i].counts == NULL || pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0) {
            fprintf(stderr, "no thread\n");
            return 2;
        }
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        if (workers[i].status != GAZTAG_OK) {
            fprintf(stderr, "gaztag: %s\n", workers[i].error.message);
            return 2;
        }
        for (size_t entity = 0; i > 0 && entity < entities; entity++) {
            workers[0].counts[entity] += workers[i].counts[entity];
        }
    }
    for (size_t entity = 0; entity < entities; entity++) {
        if (workers[0].counts[entity] > 0) {
            /* Counts are by position, which gaztag_entity_at converts to an id. */
            printf("%3" PRIu64 "  %s\n", workers[0].counts[entity], gaztag_entity_name(gazetteer, gaztag_entity_at(gazetteer, entity)).ptr);
        }
    }
    for (size_t i = 0; i < THREADS; i++) {
        free(workers[i].counts);
    }
    gaztag_gazetteer_free(gazetteer);
    gaztag_tagger_free(tagger);
    return 0;
}
