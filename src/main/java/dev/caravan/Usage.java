package dev.caravan;

/** What the command line allows. */
final class Usage {
    static final String TEXT = """
            Usage: java -jar caravan.jar [command] [--property=value ...]

            Commands
              (none)      run: watch the drop zones, work, publish
              check       validate configuration and routes without running them; exit 1 on any problem
                          --manifest=<file>: compare a drop's manifest with ledger and spool
                          (--source-id=<id>: show the way from one record to its root)
              status      what is under way, what waits for a person, what stands still and why, what today cost
                          --batch=12, --drop=4 or --record=17: why that one is not further, and until when
              cancel      stop and send nothing of it again: --batch=12, --drop=4 or --task=triage-tickets
              hold        send nothing more of it for now: --drop=4 or --task=triage-tickets; what is sent runs on
              pause       let it stand still, also what comes later: --provider=openai, --credential=openai,
                          --model=gpt-5-mini or --task=triage-tickets [--for=2h | --until=2026-11-23T06:00:00Z]
                          [--silent] [--why="..."]; silent: nobody is called, not even for what was sent
              resume      let go on what is paused: --provider, --credential, --model or --task [--why="..."]
              release     let held records go again: --batch=12, --drop=4, --task=triage-tickets or --code=cancelled
              open        publish the results of a drop whatever its gate is: --drop=4
              replay      send again what was given up for a sink: --sink=tickets-http; or one
                          publication: --publication=12 [--sink=tickets-sql]; or for a webhook: --webhook=crm
              reload      read routes and configuration again, also beside a Caravan that works: one node after the
                          other, each from files that were checked; exit 1 if one did not take them [--why="…"]
              rerun       show which records would be answered once more and what it costs; with --yes they are:
                          --task=tickets [--state=invalid_output --code=schema.enum --drop=4 --prompt-version=1
                          --model=gpt-5-mini --from=2026-11-20 --to=2026-11-21 --earlier --persons] [--yes --why="…"]
              sample      ask about some records of a file in real time, before it is dropped: sample <task> <file>
                          [-n 20] [--random] [--json]; exit 1 if more is invalid than the task's canary allows
              why         tell everything that happened to one source record: --task=tickets --source-id=T-1017
              erase       erase one source record: --task=tickets --source-id=T-1017 [--actor=name]
              review      show one source record to a person: --task=tickets --source-id=T-1017 --why="..."
              export      decisions as labelled examples: --task=tickets --to=examples.jsonl [--since=2026-11-01]
                          [--approved]
              user        let somebody log in to the pages: --name=reviewer-1 --roles=review; asks for the password
                          [--workspaces=sales,support]: those that this person sees (all: every one)
              key         make an API key for a program: --name=nightly --roles=submit [--workspace=default]
                          [--expires=90d]; --list shows all keys, --revoke=<id> ends one
              simulator   run only the provider simulator
              completion  print what completes these words in bash and zsh: source <(caravan completion)
              version     print the version
              help        print this

            Properties, also as environment variables (CARAVAN_DATA=/srv/caravan)
              --caravan.config=config                folder with application.yaml, models.yaml, providers.yaml, tasks/
              --caravan.routes=routes                folder with the routes and kamelets
              --caravan.data=data                    the only folder that Caravan writes to
              --caravan.exit-when-settled=true       work off what is there, print one line, exit
              --moved                                once: the ledger was moved here, and the old one never starts again
              --fork                                 once: this is a copy of a ledger that lives on by its own
              --caravan.simulator.url=http://...       a simulator in another process
              --server.port=8080

            status, cancel, release, pause, resume, open, replay, reload, rerun, sample, why, export, key, check take
            --json: one JSON document, or one a line, on standard output; problems as JSON on standard error
            (docs/cli.md). Exit codes: 0 done, 1 a problem that is printed, 2 wrong use.
            What to do, by symptom and by code: docs/troubleshooting.md.""";

    private Usage() {}

    static String version() {
        String version = Usage.class.getPackage().getImplementationVersion();
        return version == null ? "(not built as a jar)" : version;
    }
}
