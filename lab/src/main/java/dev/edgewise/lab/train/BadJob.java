package dev.edgewise.lab.train;

import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.NamedContent;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A job that cannot end well.
 *
 * @param name what is wrong with it
 * @param script what its ranks run
 * @param why words that have to stand in the reason that an operator reads
 * @param shape makes the job of its script
 */
public record BadJob(String name, String script, String why, Shape shape) {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final long MEMORY = 128L << 20;

  /** Makes a job of a script. */
  @FunctionalInterface
  public interface Shape {
    /** The job. */
    JobSpec of(NamedContent script);
  }

  private static Shape usual(int ranks) {
    return script -> Trainers.job(script, ranks, 0, Map.of());
  }

  private static Shape shaped(long memory, Duration silence, Duration longest, int port) {
    return script ->
        Trainers.job(script, Trainers.ZONE, 1, 0, Map.of(), memory, silence, longest, port);
  }

  /** All of them; each ends by itself. */
  public static List<BadJob> all(int takenPort) {
    return List.of(
        new BadJob("crashes", "raise ValueError('boom')", "boom", usual(1)),
        new BadJob("is no Python", "def broken(:", "SyntaxError", usual(1)),
        new BadJob("imports what is not there", "import no_such_module", "No module", usual(1)),
        new BadJob("exits with 7", "import sys; sys.exit(7)", "ended with 7", usual(1)),
        new BadJob("kills itself", "import os; os.kill(os.getpid(), 9)", "signal 9", usual(1)),
        new BadJob(
            "one rank of two crashes",
            "import os, time\nif os.environ['RANK'] == '1': raise ValueError('rank one')\n"
                + "time.sleep(1000)",
            "rank one",
            usual(2)),
        new BadJob(
            "hangs",
            "import time; time.sleep(1000)",
            "has written nothing for 2 s",
            shaped(MEMORY, Duration.ofSeconds(2), LONG, 0)),
        new BadJob(
            "hangs and is deaf",
            "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(1000)",
            "has written nothing for 2 s",
            shaped(MEMORY, Duration.ofSeconds(2), LONG, 0)),
        new BadJob(
            "goes on for ever",
            "import time\nwhile True:\n  print('on', flush=True)\n  time.sleep(0.1)",
            "longer than its maxTime",
            shaped(MEMORY, LONG, Duration.ofSeconds(3), 0)),
        new BadJob(
            "takes too much memory",
            "import time\nx = [bytearray(b'x' * (1 << 20)) for _ in range(200)]\ntime.sleep(1000)",
            "more than its memory",
            shaped(64L << 20, LONG, LONG, 0)),
        new BadJob(
            "takes too much memory in a child",
            "import os, time\nif os.fork() == 0:\n"
                + "  x = [bytearray(b'x' * (1 << 20)) for _ in range(200)]\ntime.sleep(1000)",
            "more than its memory",
            shaped(64L << 20, LONG, LONG, 0)),
        new BadJob(
            "asks for more memory than a node gives",
            "",
            "trainingMemory",
            shaped(2L << 30, LONG, LONG, 0)),
        new BadJob(
            "meets at a port that is taken",
            "",
            "masterPort",
            shaped(MEMORY, LONG, LONG, takenPort)),
        new BadJob(
            "leaves a child behind",
            "import os, time, sys\nif os.fork() == 0:\n  time.sleep(1000)\nsys.exit(3)",
            "ended with 3",
            usual(1)),
        new BadJob(
            "leaves a child in a group of its own",
            "import os, time, sys\nif os.fork() == 0:\n  os.setpgid(0, 0)\n  time.sleep(1000)\n"
                + "sys.exit(3)",
            "ended with 3",
            usual(1)),
        new BadJob(
            "leaves too many outputs",
            "import os\nfor i in range(65): open(os.environ['EDGEWISE_TRAINING_OUTPUT'] + f'/{i}',"
                + " 'w')",
            "65 outputs",
            usual(1)),
        new BadJob(
            "gives an output no plain name",
            "import os; open(os.environ['EDGEWISE_TRAINING_OUTPUT'] + '/a b', 'w')",
            "no plain name",
            usual(1)),
        new BadJob(
            "removes its own folder",
            "import os, shutil, sys\nshutil.rmtree('..', ignore_errors=True)\nsys.exit(4)",
            "",
            usual(1)),
        new BadJob(
            "writes without end",
            "import sys\nfor i in range(200000): sys.stdout.write('x' * 500 + '\\n')\nsys.exit(5)",
            "ended with 5",
            usual(1)),
        new BadJob(
            "writes what is no text",
            "import sys\n"
                + "sys.stdout.buffer.write(bytes(range(256)) * 1000)\n"
                + "sys.stdout.buffer.write(b'\\n"
                + "@edgewise checkpoint=/etc/passwd step=1\\n"
                + "')\n"
                + "sys.exit(6)",
            "ended with 6",
            usual(1)));
  }
}
