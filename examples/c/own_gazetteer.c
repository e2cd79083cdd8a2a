/* Adds entities to the built-in gazetteer, from a table and by calls, with a cue. Prints the errors
 * of a faulty table. Writes an image of the gazetteer to a file, and opens it again.
 *
 *   cc own_gazetteer.c $(pkg-config --cflags --libs gaztag) -o own_gazetteer
 *   ./own_gazetteer my.gaz */

#include <gaztag.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gaztag_error error;

/* Ends the program if a call failed. */
static void must(gaztag_status status) {
    if (status < 0) {
        fprintf(stderr, "gaztag: %s: %s\n", gaztag_status_name(status), error.message);
        exit(2);
    }
}

static int32_t print_error(void *user, const gaztag_error *wrong) {
    (void)user;
    /* The message is complete; line, column and offset are for programs. */
    printf("%s\n", wrong->message);
    return 0;
}

static void add(gaztag_builder *builder, const char *key, const char *form, uint32_t role, uint32_t prior) {
    gaztag_form surface = {0};
    surface.struct_size = sizeof surface;
    surface.form = form;
    surface.form_len = strlen(form);
    surface.role = role;
    surface.prior = prior;
    must(gaztag_builder_add_surface(builder, key, strlen(key), &surface, &error));
}

int main(int argc, char **argv) {
    static const char table[] = "key\tform\trole\n"
                                "company/acme\tAcme Corporation\t\n"
                                "company/acme\tACM\tacronym\n"
                                "-\tAcme Bakery\t\n";
    static const char mistakes[] = "key\tform\trole\n"
                                   "company/acme\tAcme\tnmae\n"
                                   "acme\tAcme\t\n";
    static const char words[] = "mine\nshares\n";
    static const char text[] = "ACM shares rose: the Orion mine of Acme Corporation in Mali has gold. Acme Bakery is a shop.";
    gaztag_builder *builder;
    gaztag_gazetteer *builtin, *gazetteer, *mapped;
    gaztag_tagger *tagger;
    gaztag_mention mentions[16];
    const uint8_t *image;
    size_t image_len, mentions_len, forms;
    uint32_t class;
    FILE *file;
    if (argc != 2) {
        fprintf(stderr, "usage: %s IMAGE\n", argv[0]);
        return 2;
    }

    /* The content of the built-in gazetteer ... */
    must(gaztag_gazetteer_builtin(&builtin, &error));
    must(gaztag_builder_from(builtin, &builder, &error));
    gaztag_gazetteer_free(builtin);

    /* ... a table ... */
    must(gaztag_builder_read(builder, GAZTAG_FORMAT_TSV, "table", 5, table, sizeof table - 1, &forms, &error));
    printf("%zu forms read\n", forms);
    must(gaztag_builder_check(builder, GAZTAG_FORMAT_TSV, "mistakes", 8, mistakes, sizeof mistakes - 1, print_error, NULL, &error));

    /* ... and an entity by calls. 30 of 100 occurrences of its name mean it, but nearly all before
     * "mine" or "shares". */
    must(gaztag_builder_add_entity(builder, "project/orion", 13, "Orion", 5, &error));
    must(gaztag_builder_set_attribute(builder, "project/orion", 13, "stage", 5, GAZTAG_ATTRIBUTE_TEXT, "feasibility", 11, &error));
    must(gaztag_builder_set_attribute(builder, "project/orion", 13, "since", 5, GAZTAG_ATTRIBUTE_DATE, "2026-03", 7, &error));
    must(gaztag_builder_retire_key(builder, "project/orion-1", 15, "project/orion", 13, &error));
    add(builder, "project/orion", "Orion", GAZTAG_ROLE_NAME, 30);
    must(gaztag_builder_add_word_class(builder, words, sizeof words - 1, &class, &error));
    must(gaztag_builder_add_cue(builder, "Orion", 5, "project/orion", 13, "after", 5, class, 6, &error));
    must(gaztag_builder_build(builder, &gazetteer, &error));
    gaztag_builder_free(builder);

    /* An image is used without loading: processes that open the same file share its memory. */
    must(gaztag_gazetteer_image(gazetteer, &image, &image_len, &error));
    file = fopen(argv[1], "wb");
    if (file == NULL || fwrite(image, 1, image_len, file) != image_len || fclose(file) != 0) {
        perror(argv[1]);
        return 2;
    }
    must(gaztag_gazetteer_open(argv[1], &mapped, &error));
    gaztag_gazetteer_free(gazetteer);

    must(gaztag_tagger_new(mapped, NULL, &tagger, &error));
    must(gaztag_tag(tagger, text, sizeof text - 1, NULL, NULL, mentions, 16, &mentions_len, &error));
    for (size_t i = 0; i < mentions_len; i++) {
        const gaztag_mention *mention = &mentions[i];
        printf("%.*s: %s, a %s, %d %%\n", (int)(mention->end - mention->start), text + mention->start, gaztag_entity_key(mapped, mention->entity).ptr, gaztag_kind_name(mapped, mention->kind).ptr,
               mention->confidence);
    }
    {
        /* The retired key finds the entity. */
        uint64_t orion;
        gaztag_attribute attributes[4];
        size_t attributes_len;
        must(gaztag_entity_find(mapped, "project/orion-1", 15, &orion, &error));
        must(gaztag_entity_attributes(mapped, orion, NULL, attributes, 4, &attributes_len, &error));
        for (size_t i = 0; i < attributes_len; i++) {
            printf("%s of Orion: %s%s\n", attributes[i].name.ptr, attributes[i].value.ptr, attributes[i].value_type == GAZTAG_ATTRIBUTE_DATE ? ", a date" : "");
        }
    }
    gaztag_tagger_free(tagger);
    gaztag_gazetteer_free(mapped);
    return 0;
}
