package dev.edgewise.serving.cache.semantic.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LexicalGuardsTest {
  private static Optional<String> objection(String one, String other) {
    return LexicalGuards.objection(LexicalGuards.read(one), LexicalGuards.read(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          negation | Is ibuprofen safe while pregnant | Is ibuprofen safe while not pregnant
          antonyms | turn on dark mode | turn off dark mode
          numbers  | What is 12 + 7 | What is 12 + 9
          signs    | What is 12 + 7 | What is 12 * 7
          numbers  | What is 12 / 4 | What is 4 / 12
          numbers  | book a table for two | book a table for three
          numbers  | Who came second | Who came third
          numbers  | When did World War I end? | When did World War II end?
          numbers  | in 1.5 hours | in 15 hours
          numbers  | the meeting is on 01/02/2024 | the meeting is on 02/01/2024
          units    | How many ounces in a pound? | How many grams in a pound?
          units    | send 50 dollars to John | send 50 euros to John
          units    | wait 5 minutes | wait 5 seconds
          units    | boil at 100 celsius | boil at 100 fahrenheit
          antonyms | how to increase blood pressure | how to lower blood pressure
          antonyms | pros of remote work | cons of remote work
          antonyms | Set an alarm for 7 am | Set an alarm for 7 pm
          antonyms | my sister's husband | my brother's husband
          negation | Which foods contain gluten? | Which foods do not contain gluten?
          negation | Show me hotels with a pool | Show me hotels without a pool
          negation | Is it a healthy snack | Is it an unhealthy snack
          negation | Which phones are cheap and not heavy | Which phones are heavy and not cheap
          negation | Does aspirin thin blood? | Doesn't aspirin thin blood?
          names    | Who is the president of France? | Who is the president of Spain?
          names    | translate hello to french | translate hello to spanish
          names    | is the store open on sundays? | is the store open on saturdays?
          names    | What is my name? | What is your name?
          quotes   | What does 'ephemeral' mean? | What does 'ethereal' mean?
          names    | open a.example/x/y/z.txt please | open a.example/x/y/w.txt please
          order    | flights from Lyon to Bern | flights from Bern to Lyon
          order    | convert PDF to Word | convert Word to PDF
          order    | Did Ajax beat Porto? | Did Porto beat Ajax?
          order    | Was Porto beaten by Ajax? | Did Porto beat Ajax?
          order    | the boss of my brother | my boss's brother
          order    | Who killed Abel? | Who did Abel kill?
          order    | Is Java faster than Rust? | Is Rust faster than Java?
          order    | How many miles are 5 km? | How many km are 5 miles?
          asked    | Where was Bach born? | When was Bach born?
          asked    | Who was the king of Ruritania | Who is the king of Ruritania
          words    | who is the ceo of apple | who is the ceo of google
          words    | how long to boil an egg | how long to fry an egg
          words    | Is a tomato a fruit | Is a potato a fruit
          language | Wie teuer sind Birnen dort | Wie teuer sind Quitten dort
          """)
  void what_another_question_says_is_objected_to(String guard, String one, String other) {
    assertThat(objection(one, other)).hasValueSatisfying(why -> assertThat(why).startsWith(guard));
    assertThat(objection(other, one)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          What is the capital of France? | Can you tell me France's capital city?
          How can I lose weight fast? | What is the fastest way to lose weight?
          What's the weather like in Paris today? | Tell me today's weather in Paris
          Who wrote Hamlet? | Who is the author of Hamlet?
          How old is the Earth? | What is the age of the Earth?
          a cup of coffee on a table | a coffee cup on a table
          How many people live in Japan? | What is the population of Japan?
          Convert 10 km to miles | How many miles is ten kilometers?
          flights to Bern from Lyon | Show me flights from Lyon to Bern
          How do I sort a list in Python? | python: sort a list
          Was Porto beaten by Ajax? | Did Ajax beat Porto?
          How do I boil eggs? | what is the best way to boil an egg
          Is a café open here? | is a cafe open here
          What does the NBA do? | What does the National Basketball Association do?
          It costs 1,000 dollars | it costs $1000
          What does "ubiquitous" mean? | What does ubiquitous mean?
          """)
  void the_same_in_other_words_is_not(String one, String other) {
    assertThat(objection(one, other)).isEmpty();
    assertThat(objection(other, one)).isEmpty();
  }

  @Test
  void nothing_is_known_of_a_question_without_words_or_too_long() {
    String longest = "word ".repeat(LexicalGuards.MAX_CHARACTERS / 5);
    assertThat(objection("", "")).isPresent();
    assertThat(objection(longest, longest)).isEmpty();
    assertThat(objection(longest + "word", longest + "word")).isPresent();
  }

  @Test
  void a_word_that_the_answer_repeats_must_be_asked() {
    Reading question = LexicalGuards.read("Write a greeting for Olga");
    ByteBuffer answer = ByteBuffer.wrap("\n\u000bDear Olga!".getBytes(StandardCharsets.UTF_8));
    Set<String> echoes = LexicalGuards.echoes(question, answer);
    assertThat(echoes).containsExactly("olga");
    assertThat(LexicalGuards.echoObjection(echoes, LexicalGuards.read("Greet Olga in writing")))
        .isEmpty();
    assertThat(LexicalGuards.echoObjection(echoes, LexicalGuards.read("Write a greeting for Olaf")))
        .isPresent();
  }

  @Test
  void answers_that_look_like_nothing_are_read_without_trouble() {
    Reading question = LexicalGuards.read("Is 1 a word?");
    for (String part : new String[] {"1,", "a1b2C3/", "hundred ", "\"", "x@y.", "'", "Ω", "a.b/"}) {
      byte[] answer = part.repeat(30_000).getBytes(StandardCharsets.UTF_8);
      assertThat(LexicalGuards.echoes(question, ByteBuffer.wrap(answer))).isEmpty();
    }
  }

  @Property(tries = 300)
  void any_text_can_be_read_and_means_what_it_means(
      @ForAll @StringLength(max = 300) String one, @ForAll @StringLength(max = 300) String other) {
    Optional<String> objection = objection(one, other);
    assertThat(objection(other, one).isPresent()).isEqualTo(objection.isPresent());
    Reading reading = LexicalGuards.read(one);
    if (!reading.tokens().isEmpty()) {
      assertThat(objection(one, one)).isEmpty();
    }
  }
}
