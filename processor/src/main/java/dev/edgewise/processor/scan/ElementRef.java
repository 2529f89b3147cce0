package dev.edgewise.processor.scan;

import dev.edgewise.processor.model.SourceRef;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.util.ElementFilter;

/**
 * An element as a place in the source.
 *
 * @param element the element
 */
record ElementRef(Element element) implements SourceRef {
  /** The place of an element. */
  static SourceRef of(Element element) {
    return new ElementRef(element);
  }

  /** The element at which the compiler prints a line. */
  Element printable() {
    // javac 17 prints no line for a record's component; the private field of the same name stands
    // on the same spot.
    if (element.getKind() == ElementKind.RECORD_COMPONENT
        && element instanceof RecordComponentElement component) {
      Optional<? extends Element> field =
          ElementFilter.fieldsIn(Visibility.enclosing(component).getEnclosedElements()).stream()
              .filter(f -> f.getSimpleName().equals(component.getSimpleName()))
              .findFirst();
      return field.isPresent() ? field.get() : element;
    }
    return element;
  }
}
