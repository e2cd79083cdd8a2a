// gaztag in Java, by JNA: prints the mentions of a text. Offsets are in UTF-16 units, as in strings
// of Java.
//
//   java -cp jna.jar Tag.java

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

public class Tag {
    // The part of gaztag.h that this program uses. A size_t is a long on 64-bit machines.
    public interface Gaztag extends Library {
        int MORE = 2;
        int UNIT_UTF16 = 1;

        @Structure.FieldOrder({"ptr", "len"})
        class Str extends Structure implements Structure.ByValue {
            public Pointer ptr;
            public long len;

            @Override
            public String toString() {
                return ptr == null ? "" : new String(ptr.getByteArray(0, (int) len), StandardCharsets.UTF_8);
            }
        }

        @Structure.FieldOrder({"structSize", "kinds", "kindsLen", "languages", "languagesLen", "maxTextLen", "roles", "foldingOff", "flags", "minConfidence", "overlap", "input",
            "offsetUnit", "backend", "usesCounted", "usesDropped"})
        class Options extends Structure {
            public long structSize;
            public Pointer kinds;
            public long kindsLen;
            public Pointer languages;
            public long languagesLen;
            public long maxTextLen;
            public int roles, foldingOff, flags, minConfidence, overlap, input, offsetUnit, backend, usesCounted, usesDropped;
        }

        @Structure.FieldOrder({"code", "line", "offset", "column", "reserved", "message"})
        class Error extends Structure {
            public int code, line;
            public long offset;
            public int column, reserved;
            public byte[] message = new byte[232];
        }

        @Structure.FieldOrder({"start", "end", "readings", "entity", "kind", "role", "confidence", "reserved"})
        class Mention extends Structure {
            public long start, end, readings, entity;
            public byte kind, role, confidence;
            public byte[] reserved = new byte[5];
        }

        int gaztag_tagger_new(Pointer gazetteer, Options options, PointerByReference out, Error error);

        void gaztag_tagger_free(Pointer tagger);

        int gaztag_tagger_gazetteer(Pointer tagger, PointerByReference out, Error error);

        void gaztag_gazetteer_free(Pointer gazetteer);

        Str gaztag_entity_key(Pointer gazetteer, long entity);

        Str gaztag_entity_name(Pointer gazetteer, long entity);

        int gaztag_cursor_new(PointerByReference out, Error error);

        void gaztag_cursor_free(Pointer cursor);

        int gaztag_tag(Pointer tagger, Pointer text, long textLen, Pointer textOptions, Pointer cursor, Mention[] out, long capacity, LongByReference outLen, Error error);
    }

    private static int check(int status, Gaztag.Error error) {
        if (status < 0) {
            throw new IllegalStateException(Native.toString(error.message, "UTF-8"));
        }
        return status;
    }

    public static void main(String[] arguments) {
        String text = "🌍 Mali’s gold left for Côte d'Ivoire by the U.S.-built road, ECOWAS said.";
        Gaztag gaztag = Native.load(System.getProperty("gaztag", "gaztag"), Gaztag.class);
        Gaztag.Error error = new Gaztag.Error();

        Gaztag.Options options = new Gaztag.Options();
        options.structSize = options.size();
        options.offsetUnit = Gaztag.UNIT_UTF16;
        PointerByReference handle = new PointerByReference();
        check(gaztag.gaztag_tagger_new(null, options, handle, error), error);
        Pointer tagger = handle.getValue();
        check(gaztag.gaztag_tagger_gazetteer(tagger, handle, error), error);
        Pointer gazetteer = handle.getValue();

        // A text can have more mentions than the array, which is small here: with the cursor, the
        // next call continues. The cursor identifies the text by its address, so it is copied once.
        check(gaztag.gaztag_cursor_new(handle, error), error);
        Pointer cursor = handle.getValue();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(bytes.length);
        memory.write(0, bytes, 0, bytes.length);
        Gaztag.Mention[] mentions = (Gaztag.Mention[]) new Gaztag.Mention().toArray(4);
        LongByReference length = new LongByReference();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int status;
        do {
            status = check(gaztag.gaztag_tag(tagger, memory, bytes.length, null, cursor, mentions, mentions.length, length, error), error);
            for (int index = 0; index < length.getValue(); index++) {
                Gaztag.Mention mention = mentions[index];
                out.println(text.substring((int) mention.start, (int) mention.end) + ": " + gaztag.gaztag_entity_key(gazetteer, mention.entity) + ", "
                    + gaztag.gaztag_entity_name(gazetteer, mention.entity));
            }
        } while (status == Gaztag.MORE);
        gaztag.gaztag_cursor_free(cursor);
        gaztag.gaztag_gazetteer_free(gazetteer);
        gaztag.gaztag_tagger_free(tagger);
    }
}
