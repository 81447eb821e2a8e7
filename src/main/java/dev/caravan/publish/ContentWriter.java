package dev.caravan.publish;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Publications.Content;
import dev.caravan.ledger.Publications.Member;
import dev.caravan.ledger.Publications.Publication;
import dev.caravan.restore.PublicationPaper;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Writes the content of a publication into the spool. The same members give the same bytes, whoever writes them. */
final class ContentWriter {
    private static final int PAGE = 500;

    private final Ledger ledger;
    private final Spool spool;
    private final Answers answers;

    ContentWriter(Ledger ledger, Spool spool, Answers answers) {
        this.ledger = ledger;
        this.spool = spool;
        this.answers = answers;
    }

    /**
     * Writes the content, or accepts what an earlier process left there if the bytes are the same.
     *
     * @throws PublicationAlarm if they are not
     */
    Content write(Publication publication, String task) throws IOException {
        String path = PublicationPaper.contentPath(publication.id());
        if (spool.exists(path)) {
            return sameAsBefore(publication, task, path);
        }
        new PublicationPaper(publication.instance(), publication.id(), task).write(spool);
        try (SpoolWriter out = spool.create(path)) {
            int records = lines(publication, task, out);
            out.commit();
            return new Content(path, out.position(), out.sha256(), records);
        }
    }

    private Content sameAsBefore(Publication publication, String task, String path) throws IOException {
        Sha256Stream now = new Sha256Stream(OutputStream.nullOutputStream());
        int records = lines(publication, task, now);
        Sha256Stream before = new Sha256Stream(OutputStream.nullOutputStream());
        try (InputStream old = spool.open(path, 0)) {
            old.transferTo(before);
        }
        String sha256 = now.sha256();
        if (!sha256.equals(before.sha256())) {
            throw new PublicationAlarm("the spool already holds " + path + " with other content than its "
                    + publication.records() + " records give now. It was never delivered: look at it, and if it is not"
                    + " needed move it out of the spool; the publication is then made again");
        }
        return new Content(path, spool.size(path), sha256, records);
    }

    private int lines(Publication publication, String task, OutputStream out) throws IOException {
        LineWriter writer = new LineWriter(publication, task, new Provenance(ledger), out);
        int records = 0;
        long after = 0;
        List<Member> page;
        do {
            page = ledger.publications().members(publication.id(), after, PAGE);
            for (Member member : page) {
                writer.write(member, answers.valueOf(member));
                after = member.recordId();
                records++;
            }
        } while (!page.isEmpty());
        writer.flush();
        if (records != publication.records()) {
            throw new IOException("the ledger counts " + publication.records() + " members but lists " + records);
        }
        return records;
    }
}
