package dev.edgewise.deploy;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Helm rendered, as the types of Kubernetes' API.
 *
 * @param all every object, in the order in which they were rendered
 */
record Manifests(List<HasMetadata> all) {
  /** Takes a second to make: it looks for all types that there are. */
  private static final KubernetesSerialization READER = new KubernetesSerialization();

  private static final String DOCUMENT_END = "(?m)^---\\s*$";

  Manifests {
    all = List.copyOf(all);
  }

  static Manifests parse(String rendered) {
    List<HasMetadata> all = new ArrayList<>();
    for (String document : rendered.split(DOCUMENT_END, -1)) {
      if (document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#"))) {
        all.add(READER.<HasMetadata>unmarshal(document));
      }
    }
    return new Manifests(all);
  }

  /** All of one type of the API. */
  <T> Stream<T> of(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast);
  }

  /** All of a kind that comes with somebody's operator. */
  Stream<GenericKubernetesResource> ofKind(String kind) {
    return of(GenericKubernetesResource.class).filter(each -> each.getKind().equals(kind));
  }

  /** A pod that will be made, and whose it is. */
  record PodOf(String name, ObjectMeta metadata, PodSpec spec, boolean serves) {
    /** Its one container. */
    Container container() {
      return spec.getContainers().getFirst();
    }
  }

  /** All pods, those of tests too. */
  List<PodOf> pods() {
    return Stream.concat(
            of(StatefulSet.class)
                .map(
                    set ->
                        new PodOf(
                            set.getMetadata().getName(),
                            set.getSpec().getTemplate().getMetadata(),
                            set.getSpec().getTemplate().getSpec(),
                            true)),
            of(Pod.class)
                .map(
                    pod ->
                        new PodOf(
                            pod.getMetadata().getName(), pod.getMetadata(), pod.getSpec(), false)))
        .toList();
  }

  /** Fields that Kubernetes' API does not have: it would pass over them, or refuse them. */
  List<String> unknownFields() {
    List<String> found = new ArrayList<>();
    all.stream()
        .filter(each -> !(each instanceof GenericKubernetesResource))
        .forEach(each -> unknownFields(each.getKind(), each, found));
    return found;
  }

  private static void unknownFields(String path, Object object, List<String> found) {
    if (object instanceof Collection<?> several) {
      several.forEach(each -> unknownFields(path + "[]", each, found));
      return;
    }
    if (!object.getClass().getName().startsWith("io.fabric8.") || object instanceof Enum<?>) {
      return;
    }
    for (Field field : object.getClass().getDeclaredFields()) {
      Object value = value(field, object);
      if (field.getName().equals("additionalProperties")) {
        ((Map<?, ?>) requireNonNull(value)).keySet().forEach(name -> found.add(path + "." + name));
      } else if (value != null) {
        unknownFields(path + "." + field.getName(), value, found);
      }
    }
  }

  private static @Nullable Object value(Field field, Object object) {
    try {
      if (Modifier.isStatic(field.getModifiers())) {
        return null;
      }
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
