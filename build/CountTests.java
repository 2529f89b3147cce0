import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Adds up the reports of Surefire and Failsafe below a folder and a list of other checks (lines
 * {@code ok …}, {@code not ok …}, {@code skip …}), and prints one line: {@code N passed, N failed,
 * N skipped}. Skipped tests are named before it. The exit code is 0 only when something passed and
 * nothing failed. Runs on JDK 17: {@code java build/CountTests.java . checks.txt}.
 */
final class CountTests {
  private int passed;
  private int failed;
  private int skipped;

  public static void main(String[] args) throws IOException, XMLStreamException {
    CountTests count = new CountTests();
    try (Stream<Path> files = Files.walk(Path.of(args[0]))) {
      for (Path report : files.filter(CountTests::isReport).sorted().toList()) {
        count.addReport(report);
      }
    }
    for (int i = 1; i < args.length; i++) {
      count.addChecks(Files.readAllLines(Path.of(args[i])));
    }
    System.out.println(
        count.passed + " passed, " + count.failed + " failed, " + count.skipped + " skipped");
    System.exit(count.failed == 0 && count.passed > 0 ? 0 : 1);
  }

  private static boolean isReport(Path file) {
    String folder = file.getParent() == null ? "" : String.valueOf(file.getParent().getFileName());
    return (folder.startsWith("surefire-reports") || folder.startsWith("failsafe-reports"))
        && file.getFileName().toString().matches("TEST-.*\\.xml");
  }

  private void addReport(Path report) throws IOException, XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try (InputStream in = Files.newInputStream(report)) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      String test = "";
      String outcome = "";
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          switch (xml.getLocalName()) {
            case "testcase" -> {
              test =
                  xml.getAttributeValue(null, "classname")
                      + "."
                      + xml.getAttributeValue(null, "name");
              outcome = "passed";
            }
            case "failure", "error" -> outcome = "failed";
            case "skipped" -> {
              outcome = "skipped";
              String why = xml.getAttributeValue(null, "message");
              String text = why == null ? xml.getElementText().strip() : why;
              System.out.println("skipped: " + test + ": " + text.lines().findFirst().orElse(""));
            }
            default -> {}
          }
        } else if (event == XMLStreamConstants.END_ELEMENT
            && xml.getLocalName().equals("testcase")) {
          add(outcome);
          if (outcome.equals("failed")) {
            System.out.println("failed: " + test);
          }
        }
      }
    }
  }

  private void addChecks(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith("ok ")) {
        add("passed");
      } else if (line.startsWith("not ok ")) {
        System.out.println("failed: " + line.substring("not ok ".length()));
        add("failed");
      } else if (line.startsWith("skip ")) {
        System.out.println("skipped: " + line.substring("skip ".length()));
        add("skipped");
      }
    }
  }

  private void add(String outcome) {
    switch (outcome) {
      case "passed" -> passed++;
      case "failed" -> failed++;
      default -> skipped++;
    }
  }
}
