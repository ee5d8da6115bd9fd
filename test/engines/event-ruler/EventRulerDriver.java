import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.Patterns;
import software.amazon.event.ruler.RuleCompiler;

/**
 * Answers questions about event patterns with event-ruler: one JSON object a line in, one out, in the same order.
 *
 * <p>{"pattern": text, "events": [text]} asks which events match: {"matches": [true, false]}, or {"refused": message}. An
 * event on which event-ruler fails has its message in place of true or false. {"rules": [text], "events": [text],
 * "milliseconds": n} asks how fast parsed events are matched against all rules in one machine, after as long a warm-up,
 * in the processor time of the thread: {"eventsPerSecond": n, "matched": rules matched in one round of all events}.
 */
public final class EventRulerDriver {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long NANOSECONDS_PER_MILLISECOND = 1_000_000;
  private static final double NANOSECONDS_PER_SECOND = 1e9;

  public static void main(String[] arguments) throws IOException {
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      JsonNode question = MAPPER.readTree(line);
      answers.println(question.has("pattern") ? judge(question) : measure(question));
      if (!questions.ready()) answers.flush();
    }
  }

  private static ObjectNode judge(JsonNode question) {
    ObjectNode answer = MAPPER.createObjectNode();
    List<Machine> alternatives;
    try {
      alternatives = machinesOf(question.get("pattern").textValue());
    } catch (IOException | RuntimeException error) {
      return answer.put("refused", String.valueOf(error.getMessage()));
    }
    ArrayNode matches = answer.putArray("matches");
    for (JsonNode event : question.get("events")) {
      try {
        matches.add(matchesAny(alternatives, event.textValue()));
      } catch (Exception error) {
        matches.add(String.valueOf(error));
      }
    }
    return answer;
  }

  private static boolean matchesAny(List<Machine> machines, String event) throws Exception {
    for (Machine machine : machines) {
      if (!machine.rulesForJSONEvent(event).isEmpty()) return true;
    }
    return false;
  }

  /** One machine for each alternative of $or: in one machine they can hide each other, or mix. */
  private static List<Machine> machinesOf(String pattern) throws IOException {
    List<Machine> machines = new ArrayList<>();
    for (Map<String, List<Patterns>> rule : rulesOf(pattern)) {
      Machine machine = new Machine();
      machine.addPatternRule("rule", rule);
      machines.add(machine);
    }
    return machines;
  }

  /** As GenericMachine.addRule does: where $or is no "or", it is the name of a field. */
  private static List<Map<String, List<Patterns>>> rulesOf(String pattern) throws IOException {
    try {
      return JsonRuleCompiler.compile(pattern);
    } catch (JsonParseException error) {
      return List.of(RuleCompiler.compile(pattern));
    }
  }

  private static ObjectNode measure(JsonNode question) throws IOException {
    Machine machine = new Machine();
    int name = 0;
    for (JsonNode rule : question.get("rules")) {
      machine.addRule("rule" + name, rule.textValue());
      name += 1;
    }
    List<JsonNode> events = new ArrayList<>();
    for (JsonNode event : question.get("events")) events.add(MAPPER.readTree(event.textValue()));
    long milliseconds = question.get("milliseconds").longValue();
    eventsPerSecond(machine, events, milliseconds);
    double rate = eventsPerSecond(machine, events, milliseconds);
    return MAPPER.createObjectNode().put("eventsPerSecond", rate).put("matched", round(machine, events));
  }

  private static double eventsPerSecond(Machine machine, List<JsonNode> events, long milliseconds) {
    long start = THREADS.getCurrentThreadCpuTime();
    long end = start + milliseconds * NANOSECONDS_PER_MILLISECOND;
    long rounds = 0;
    long now = start;
    while (now < end) {
      round(machine, events);
      rounds += 1;
      now = THREADS.getCurrentThreadCpuTime();
    }
    return rounds * events.size() / ((now - start) / NANOSECONDS_PER_SECOND);
  }

  private static long round(Machine machine, List<JsonNode> events) {
    long matched = 0;
    for (JsonNode event : events) matched += machine.rulesForJSONEvent(event).size();
    return matched;
  }
}
