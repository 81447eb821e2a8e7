package dev.caravan.route;

class CsvFileSinkTest extends FolderSinkContract {

    @Override
    String sample() {
        return "routes/sinks/tickets-csv.camel.yaml";
    }
}
