package dev.caravan.intake.parquet;

import dev.caravan.intake.JsonFields;
import dev.caravan.intake.RowGuard;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;

/** One value of a column that is no group. */
final class SingleValue extends PrimitiveConverter {
    private final Scalars scalars;
    private final RowGuard guard;
    private final Consumer<Object> out;

    SingleValue(Scalars scalars, RowGuard guard, Consumer<Object> out) {
        this.scalars = scalars;
        this.guard = guard;
        this.out = out;
    }

    @Override
    public void addBoolean(boolean value) {
        guard.value();
        out.accept(value);
    }

    @Override
    public void addInt(int value) {
        guard.value();
        out.accept(scalars.whole(value));
    }

    @Override
    public void addLong(long value) {
        guard.value();
        out.accept(scalars.whole(value));
    }

    @Override
    public void addFloat(float value) {
        addDecimal(Float.isFinite(value), Float.toString(value));
    }

    @Override
    public void addDouble(double value) {
        addDecimal(Double.isFinite(value), Double.toString(value));
    }

    private void addDecimal(boolean finite, String text) {
        guard.value();
        out.accept(finite ? new JsonFields.Number(text) : scalars.refuse("is " + text + ", which JSON can't hold"));
    }

    @Override
    public void addBinary(Binary value) {
        guard.value();
        guard.grow(value.length());
        if (guard.ok()) {
            out.accept(scalars.bytes(value.toByteBuffer()));
        }
    }
}
