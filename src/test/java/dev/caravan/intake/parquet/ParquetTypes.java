package dev.caravan.intake.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.io.api.Binary;

/** A column of every type. */
final class ParquetTypes {
    private static final String SCHEMA = """
            message row {
              optional boolean b; optional int32 i; optional int64 l; optional float f; optional double d;
              optional int32 i8 (INTEGER(8,true)); optional int32 u32 (INTEGER(32,false)); optional int64 u64 (INTEGER(64,false));
              optional int32 dec9 (DECIMAL(9,2)); optional int64 dec18 (DECIMAL(18,4)); optional binary decb (DECIMAL(30,3));
              optional fixed_len_byte_array(5) decf (DECIMAL(10,0));
              optional int32 date (DATE); optional int32 tms (TIME(MILLIS,true)); optional int64 tus (TIME(MICROS,false));
              optional int64 sms (TIMESTAMP(MILLIS,true)); optional int64 sus (TIMESTAMP(MICROS,false));
              optional int64 sns (TIMESTAMP(NANOS,true)); optional int96 s96;
              optional binary s (STRING); optional binary e (ENUM); optional binary j (JSON);
              optional fixed_len_byte_array(16) uuid (UUID);
              optional group g { optional binary x (STRING); optional group h { required int32 y; } }
              optional group list (LIST) { repeated group list { optional group element (LIST) { repeated group list {
                optional int32 element; } } } }
              optional group two (LIST) { repeated int32 array; }
              optional group tuples (LIST) { repeated group array { optional int32 a; } }
              optional group map (MAP) { repeated group key_value { required int32 key; optional binary value (STRING); } }
              repeated int32 many;
            }
            """;

    static final String JSON = "\"b\":true,\"d\":1.0E-9,\"date\":\"1969-12-31\",\"dec18\":-0.0001,\"dec9\":123.40,"
            + "\"decb\":-12345678901234567890.123,\"decf\":255,\"e\":\"RED\",\"f\":0.1,"
            + "\"g\":{\"h\":{\"y\":7},\"x\":\"é\"},\"i\":-5,\"i8\":-128,\"j\":\"{\\\"k\\\":[1]}\",\"l\":-9223372036854775808,"
            + "\"list\":[[1,null],[],null],\"many\":[1,2],\"map\":{\"10\":\"ten\",\"9\":null},\"s\":\"😀 漢\","
            + "\"s96\":\"1999-12-31T23:59:59.000000001Z\",\"sms\":\"2024-02-29T12:00:00Z\","
            + "\"sns\":\"1969-12-31T23:59:59.999999999Z\",\"sus\":\"2024-02-29T12:00:00.000001\","
            + "\"tms\":\"23:59:59.999\",\"tuples\":[{\"a\":1},{\"a\":null}],\"tus\":\"00:00:00.000001\",\"two\":[1,2],"
            + "\"u32\":4294967295,\"u64\":18446744073709551615,\"uuid\":\"00112233-4455-6677-8899-aabbccddeeff\"";

    static final String NULLS =
            "\"b\":null,\"d\":null,\"date\":null,\"dec18\":null,\"dec9\":null,\"decb\":null,\"decf\":null,"
                    + "\"e\":null,\"f\":null,\"g\":null,\"i\":null,\"i8\":null,\"j\":null,\"l\":null,\"list\":null,\"many\":[],"
                    + "\"map\":null,\"s\":null,\"s96\":null,\"sms\":null,\"sns\":null,\"sus\":null,\"tms\":null,\"tuples\":null,"
                    + "\"tus\":null,\"two\":null,\"u32\":null,\"u64\":null,\"uuid\":null";

    static final String REFUSED = """
            optional binary v                              | ff00     | is binary (BINARY), which no prompt can hold; if it is text, write the column as STRING
            optional fixed_len_byte_array(2) v             | 6162     | is binary (FIXED_LEN_BYTE_ARRAY), which no prompt can hold; if it is text, write the column as STRING
            optional fixed_len_byte_array(12) v (INTERVAL) | 000000000000000000000000 | is binary (INTERVAL), which no prompt can hold; if it is text, write the column as STRING
            optional binary v (BSON)                       | 05       | is binary (BSON), which no prompt can hold; if it is text, write the column as STRING
            optional binary v (STRING)                     | 61ff     | is not valid UTF-8
            optional binary v (STRING)                     | eda080   | is not valid UTF-8
            optional binary v (DECIMAL(2000,1999))         | 01       | has a decimal of 1999 places; at most 1000
            optional double v                              | NaN      | is NaN, which JSON can't hold
            optional float v                               | Infinity | is Infinity, which JSON can't hold
            optional int32 v (TIME(MILLIS,true))           | 86400000 | holds 86400000, which is no date or time
            optional int64 v (TIME(MICROS,true))           | -9223372036854775808 | holds -9223372036854775808, which is no date or time
            """;

    private ParquetTypes() {}

    static byte[] file() {
        return ParquetBytes.of(SCHEMA, row -> {
            row.accept(ParquetTypes::fill);
            row.accept(group -> {});
        });
    }

    private static void fill(Group g) {
        g.append("b", true)
                .append("i", -5)
                .append("l", Long.MIN_VALUE)
                .append("f", 0.1f)
                .append("d", 1e-9);
        g.append("i8", -128)
                .append("u32", -1)
                .append("u64", -1L)
                .append("dec9", 12340)
                .append("dec18", -1L);
        g.append("decb", bytes(new java.math.BigInteger("-12345678901234567890123").toByteArray()));
        g.append("decf", bytes(new byte[] {0, 0, 0, 0, (byte) 255}))
                .append("date", -1)
                .append("tms", 86_399_999);
        g.append("tus", 1L)
                .append("sms", 1_709_208_000_000L)
                .append("sus", 1_709_208_000_000_001L)
                .append("sns", -1L);
        g.append("s96", new NanoTime(2_451_544, 86_399_000_000_001L))
                .append("s", "😀 漢")
                .append("e", "RED");
        g.append("j", "{\"k\":[1]}").append("uuid", bytes(uuid()));
        Group nested = g.addGroup("g").append("x", "é");
        nested.addGroup("h").append("y", 7);
        Group list = g.addGroup("list");
        Group first = list.addGroup("list").addGroup("element");
        first.addGroup("list").append("element", 1);
        first.addGroup("list");
        list.addGroup("list").addGroup("element");
        list.addGroup("list");
        g.addGroup("two").append("array", 1).append("array", 2);
        Group tuples = g.addGroup("tuples");
        tuples.addGroup("array").append("a", 1);
        tuples.addGroup("array");
        Group map = g.addGroup("map");
        map.addGroup("key_value").append("key", 10).append("value", "ten");
        map.addGroup("key_value").append("key", 9);
        g.append("many", 1).append("many", 2);
    }

    private static byte[] uuid() {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(0x0011223344556677L)
                .putLong(0x8899aabbccddeeffL)
                .array();
    }

    private static Binary bytes(byte[] bytes) {
        return Binary.fromConstantByteArray(bytes);
    }

    /** Sets the field {@code v}, whatever its type is. */
    static void set(Group group, String value) {
        switch (group.getType().getType("v").asPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> group.append("v", Integer.parseInt(value));
            case INT64 -> group.append("v", Long.parseLong(value));
            case FLOAT -> group.append("v", Float.parseFloat(value));
            case DOUBLE -> group.append("v", Double.parseDouble(value));
            default -> group.append("v", bytes(java.util.HexFormat.of().parseHex(value)));
        }
    }
}
