package dev.edgewise.cli.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.Json;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.NamedContent;
import dev.edgewise.core.training.Progress;
import java.util.List;

/** Training jobs as documents. Pure. */
final class TrainJson {
  private TrainJson() {}

  static String list(List<JobStatus> jobs) {
    JsonObject document = Json.document("edgewise.training.jobs/1");
    JsonArray all = new JsonArray();
    jobs.forEach(job -> all.add(fields(job, new JsonObject())));
    document.add("jobs", all);
    return Json.of(document) + "\n";
  }

  static String one(JobStatus job) {
    return Json.of(fields(job, Json.document("edgewise.training.job/1"))) + "\n";
  }

  private static JsonObject fields(JobStatus job, JsonObject into) {
    JobSpec spec = job.spec();
    into.addProperty("job", job.job());
    into.addProperty("name", spec.name());
    into.addProperty("zone", spec.zone());
    into.addProperty("worldSize", spec.worldSize());
    into.addProperty("phase", job.phase().word());
    into.addProperty("because", job.because());
    into.addProperty("submitted", job.submitted().toString());
    job.ended().ifPresent(end -> into.addProperty("ended", end.toString()));
    into.addProperty("attempts", job.attempts());
    into.addProperty("restartsUsed", job.restartsUsed());
    into.addProperty("restarts", spec.restarts());
    into.addProperty("priority", spec.priority());
    into.add("script", content(spec.script()));
    into.add("data", contents(spec.data()));
    spec.parent().ifPresent(parent -> into.add("parent", content(parent)));
    JsonObject parameters = new JsonObject();
    spec.parameters().forEach(parameters::addProperty);
    into.add("parameters", parameters);
    JsonArray ranks = new JsonArray();
    for (JobStatus.Rank rank : job.ranks()) {
      JsonObject each = new JsonObject();
      each.addProperty("rank", rank.rank());
      each.addProperty("node", rank.node());
      each.addProperty("phase", rank.phase().word());
      rank.progress().ifPresent(said -> each.add("progress", progress(said)));
      ranks.add(each);
    }
    into.add("ranks", ranks);
    job.checkpoint()
        .ifPresent(
            newest -> {
              JsonObject checkpoint = content(newest.content());
              checkpoint.addProperty("step", newest.step());
              into.add("checkpoint", checkpoint);
            });
    into.add("outputs", contents(job.outputs()));
    return into;
  }

  private static JsonObject progress(Progress said) {
    JsonObject progress = new JsonObject();
    progress.addProperty("step", said.step());
    if (said.loss().isPresent()) {
      progress.addProperty("loss", said.loss().getAsDouble());
    }
    progress.addProperty("samplesPerSecond", said.samplesPerSecond());
    return progress;
  }

  private static JsonArray contents(List<NamedContent> contents) {
    JsonArray array = new JsonArray();
    contents.forEach(each -> array.add(content(each)));
    return array;
  }

  private static JsonObject content(NamedContent content) {
    JsonObject object = new JsonObject();
    object.addProperty("name", content.name());
    object.addProperty("digest", content.digest().toString());
    object.addProperty("size", content.size());
    return object;
  }
}
