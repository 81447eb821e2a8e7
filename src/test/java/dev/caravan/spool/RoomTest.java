package dev.caravan.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "'', 1000000000, 1000000000000",
        "'', 500000000, 10000000000",
        "2GB, 2000000000, 10000000000",
        "3%, 300000000, 10000000000",
        "1.5 MB, 1500000, 10000000000",
        "0, 0, 10000000000"
    })
    void keepsSoManyBytesOfADisk(String text, long bytes, long total) {
        assertThat(MinFree.of(text).of(total)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"much", "60%", "-1GB", "1 GiB"})
    void refusesWhatIsNeitherASizeNorAPart(String text) {
        assertThatThrownBy(() -> MinFree.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\". Write a size such as 2GB, a part of the disk up to 50%, or 0");
    }

    @Test
    void looksOnceASecondAndSaysWhichDiskHasHowMuch() throws Exception {
        AtomicLong nanos = new AtomicLong();
        AtomicLong free = new AtomicLong(999_999_999);
        Room room = SpoolTestAccess.room(folder, nanos::get, free::get);
        assertThatThrownBy(room::need)
                .isInstanceOf(StorageException.class)
                .hasMessage("The disk of " + folder + " has 953 MB free, less than the 953 MB of caravan.disk.min-free:"
                        + " nothing new is taken in until there is more room");
        free.set(1_000_000_000);
        nanos.set(999_999_999);
        assertThat(room.shorts()).hasSize(1);
        nanos.set(1_000_000_000);
        assertThat(room.shorts()).isEmpty();
        room.need();
    }

    @Test
    void theDiskOfAFolderThatIsNotMadeYetIsThatOfTheOneAbove() {
        Path later = folder.resolve("spool/later");
        assertThat(new Room(List.of(later), new MinFree(1, 100), System::nanoTime).shorts())
                .isEmpty();
        assertThat(new Room(List.of(later), new MinFree(Long.MAX_VALUE, 100), System::nanoTime).shorts())
                .extracting(Room.Short::folder)
                .containsExactly(later);
    }
}
