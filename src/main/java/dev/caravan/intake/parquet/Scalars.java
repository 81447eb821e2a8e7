package dev.caravan.intake.parquet;

import dev.caravan.intake.JsonFields;
import dev.caravan.intake.RowGuard;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.UUID;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** What the values of one column mean. What JSON can't hold makes the row a refused one. */
final class Scalars {
    private static final int MAX_DIGITS = 1000;

    private final PrimitiveTypeName stored;
    private final @Nullable LogicalTypeAnnotation meaning;
    private final String path;
    private final RowGuard guard;

    Scalars(PrimitiveType type, String path, RowGuard guard) {
        this.stored = type.getPrimitiveTypeName();
        this.meaning = type.getLogicalTypeAnnotation();
        this.path = path;
        this.guard = guard;
    }

    /** A value stored as a whole number. */
    Object whole(long value) {
        try {
            if (meaning instanceof DateLogicalTypeAnnotation) {
                return Times.date(value);
            }
            if (meaning instanceof TimeLogicalTypeAnnotation time) {
                return Times.timeOfDay(value, time.getUnit());
            }
            if (meaning instanceof TimestampLogicalTypeAnnotation stamp) {
                return Times.timestamp(value, stamp.getUnit(), stamp.isAdjustedToUTC());
            }
        } catch (DateTimeException | ArithmeticException e) {
            return refuse("holds " + value + ", which is no date or time");
        }
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return decimal(BigInteger.valueOf(value), decimal.getScale());
        }
        boolean unsigned = meaning instanceof IntLogicalTypeAnnotation number && !number.isSigned();
        return new JsonFields.Number(
                !unsigned
                        ? Long.toString(value)
                        : stored == PrimitiveTypeName.INT32
                                ? Integer.toUnsignedString((int) value)
                                : Long.toUnsignedString(value));
    }

    /** A value stored as bytes. */
    Object bytes(ByteBuffer value) {
        int length = value.remaining();
        if (meaning instanceof StringLogicalTypeAnnotation
                || meaning instanceof EnumLogicalTypeAnnotation
                || meaning instanceof JsonLogicalTypeAnnotation) {
            return text(value);
        }
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal && length > 0 && length <= MAX_DIGITS / 4) {
            byte[] digits = new byte[length];
            value.get(digits);
            return decimal(new BigInteger(digits), decimal.getScale());
        }
        if (meaning instanceof UUIDLogicalTypeAnnotation && length == 2 * Long.BYTES) {
            return new UUID(value.getLong(), value.getLong()).toString();
        }
        if (stored == PrimitiveTypeName.INT96 && length == Long.BYTES + Integer.BYTES) {
            return Times.int96(value);
        }
        return refuse("is binary (" + (meaning == null ? stored : meaning)
                + "), which no prompt can hold; if it is text, write the column as STRING");
    }

    private Object text(ByteBuffer value) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(value).toString();
        } catch (CharacterCodingException e) {
            return refuse("is not valid UTF-8");
        }
    }

    private Object decimal(BigInteger digits, int scale) {
        return Math.abs((long) scale) > MAX_DIGITS
                ? refuse("has a decimal of " + scale + " places; at most " + MAX_DIGITS)
                : new JsonFields.Number(new BigDecimal(digits, scale).toPlainString());
    }

    /** Makes the row a refused one. */
    Object refuse(String why) {
        guard.refuse("\"" + RowGuard.brief(path) + "\" " + why);
        return JsonFields.NULL;
    }
}
