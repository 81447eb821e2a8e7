package dev.caravan.route;

class JsonlFileSinkTest extends FolderSinkContract {

    @Override
    String sample() {
        return "routes/sinks/tickets-jsonl.camel.yaml";
    }
}
