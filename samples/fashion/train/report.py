"""Exports the two networks to ONNX and measures what the model draws.

  report.py FOLDER MODEL JUDGE    FOLDER has painter.pt and judge.pt; MODEL is the model's folder,
                                  JUDGE the file of the classifier

Prints a table as JSON: for each guidance, of 200 pictures (20 per class, 30 steps, DDIM), how many
the judge labels as asked, and how far pictures of one class differ (mean over pixels of the standard
deviation, in units of [0, 1]; the same for real pictures).
"""

import json
import pathlib
import sys

import numpy as np
import torch

import fashion

GUIDANCE = [3, 7.5, 1.5, 5, 1, 0]


def load(folder):
    saved = torch.load(folder / "painter.pt")
    painter = fashion.Painter()
    painter.load_state_dict(saved["weights"])
    judged = torch.load(folder / "judge.pt")
    judge = fashion.Judge()
    judge.load_state_dict(judged["weights"])
    return painter.eval(), judge.eval(), saved, judged


def export(painter, judge, model, judge_file):
    (model / "unet").mkdir(parents=True, exist_ok=True)
    sample = torch.randn(2, 1, 28, 28)
    torch.onnx.export(
        painter.unet, (sample, torch.tensor([500.0]), torch.randn(2, fashion.CONDITION)),
        str(model / "unet" / "model.onnx"), opset_version=16,
        input_names=["sample", "timestep", "encoder_hidden_states"], output_names=["out_sample"],
        dynamic_axes={"sample": {0: "batch"}, "encoder_hidden_states": {0: "batch"},
                      "out_sample": {0: "batch"}})
    judge_file.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(judge, sample, str(judge_file), opset_version=16, input_names=["image"],
                      output_names=["logits"],
                      dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}})


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def folder(painter, model):
    """Everything of the model's folder but the network."""
    phrases = json.loads((pathlib.Path(__file__).parent / "phrases.json").read_text("utf-8"))
    subjects = []
    for index, name in enumerate(fashion.CLASSES):
        vector = painter.table.weight[index].tolist()
        subjects.append(
            "    {\n      \"name\": %s,\n      \"phrases\": %s,\n      \"condition\": [%s]\n    }"
            % (json.dumps(name), json.dumps(phrases[name]),
               ", ".join(f"{v:.7g}" for v in vector)))
    write(model / "conditioning" / "subjects.json",
          "{\n  \"schema\": \"edgewise.subjects/1\",\n  \"embedder\": \"all-minilm-l6-v2-q\",\n"
          "  \"floor\": 0.5,\n  \"subjects\": [\n" + ",\n".join(subjects) + "\n  ]\n}\n")
    write(model / "scheduler" / "scheduler_config.json", json.dumps({
        "_class_name": "DDIMScheduler", "num_train_timesteps": fashion.TRAIN_STEPS,
        "beta_schedule": "squaredcos_cap_v2", "prediction_type": "v_prediction",
        "timestep_spacing": "trailing", "clip_sample": True, "clip_sample_range": 1.0,
        "set_alpha_to_one": True, "steps_offset": 0, "use_clipped_model_output": True}, indent=2) + "\n")
    write(model / "unet" / "config.json", json.dumps(
        {"in_channels": 1, "out_channels": 1, "sample_size": 28}, indent=2) + "\n")


def draw(painter, kinds, guidance, steps, generator):
    """DDIM as in src/main/java, on many pictures at once."""
    bars = fashion.alphas_cumprod().double()
    x = torch.randn(len(kinds), 1, 28, 28, generator=generator)
    told = painter.table(kinds)
    for i in range(steps):
        t = int(np.rint(fashion.TRAIN_STEPS - i * fashion.TRAIN_STEPS / steps)) - 1
        before = t - fashion.TRAIN_STEPS // steps
        now, after = bars[t], bars[before] if before >= 0 else torch.tensor(1.0)
        when = torch.tensor([float(t)])
        v = painter.unet(x, when, told if guidance > 0 else torch.zeros_like(told))
        if guidance > 1:
            none = painter.unet(x, when, torch.zeros_like(told))
            v = none + guidance * (v - none)
        foreseen = (now.sqrt() * x - (1 - now).sqrt() * v).clamp(-1, 1)
        # Of what was clipped; with the noise that goes with the unclipped one only half are right.
        noise = (x - now.sqrt() * foreseen) / (1 - now).sqrt()
        x = (after.sqrt() * foreseen + (1 - after).sqrt() * noise).float()
    return x.clamp(-1, 1)


def variety(pictures, kinds):
    scaled = (pictures + 1) / 2
    return float(np.mean([scaled[kinds == k].std(dim=0).mean().item() for k in range(10)]))


def main():
    source, model, judge_file = (pathlib.Path(p) for p in sys.argv[1:4])
    painter, judge, saved, judged = load(source)
    with torch.no_grad():
        export(painter, judge, model, judge_file)
        folder(painter, model)
        print(json.dumps({k: saved[k] for k in ("step", "steps", "seconds", "loss", "seed")}))
        print(json.dumps({"judge": judged["accuracy"], "steps": judged["steps"]}))
        print(json.dumps({"parameters": sum(p.numel() for p in painter.parameters())}))
        kinds = torch.arange(10).repeat_interleave(20)
        real, truth = fashion.images("t10k"), fashion.labels("t10k")
        first = torch.cat([torch.nonzero(truth == k)[:20, 0] for k in range(10)])
        print(json.dumps({"real": True, "variety": round(variety(real[first], kinds), 3)}))
        for guidance in GUIDANCE:
            generator = torch.Generator().manual_seed(1)
            made = draw(painter, kinds, guidance, 30, generator)
            said = judge(made).argmax(1)
            right = (said == kinds).float()
            print(json.dumps({
                "guidance": guidance, "agreement": round(right.mean().item() * 100, 1),
                "variety": round(variety(made, kinds), 3),
                "perClass": [round(right[kinds == k].mean().item() * 100) for k in range(10)]}),
                flush=True)


if __name__ == "__main__":
    main()
