package dev.caravan.task;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Languages that can be told from each other in an answer. */
public final class Languages {
    /** ISO 639-1 code → ISO 639-3 codes that the detector has for it, sorted. */
    public static final Map<String, List<String>> KNOWN = read("""
            af:afr ar:ara az:aze ba:bak be:bel bn:ben bs:bos br:bre bg:bul ca:cat cs:ces ce:che zh:cmn cy:cym
            da:dan de:deu et:ekk,est el:ell en:eng eo:epo eu:eus fo:fao fa:fas,pes fi:fin fr:fra fy:fry ga:gle
            gl:glg gu:guj he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl it:ita jv:jav ja:jpn kn:kan ka:kat
            kk:kaz ky:kir ko:kor la:lat lv:lav,lvs li:lim lt:lit lb:ltz ml:mal mr:mar mk:mkd mt:mlt mn:mon
            mi:mri ms:msa ne:nep nl:nld nn:nno nb:nob no:nno,nob oc:oci pa:pan,pnb mg:plt pl:pol pt:por ps:pus
            ro:ron ru:rus sa:san si:sin sk:slk sl:slv so:som es:spa sq:sqi sr:srp su:sun sw:swa sv:swe ta:tam
            tt:tat te:tel tg:tgk tl:tgl th:tha tr:tur uk:ukr ur:urd uz:uzb vi:vie vo:vol zu:zul
            """);

    private Languages() {}

    private static Map<String, List<String>> read(String pairs) {
        Map<String, List<String>> known = new TreeMap<>();
        for (String pair : pairs.strip().split("\\s+")) {
            int colon = pair.indexOf(':');
            known.put(
                    pair.substring(0, colon), List.of(pair.substring(colon + 1).split(",")));
        }
        return Collections.unmodifiableMap(known);
    }
}
