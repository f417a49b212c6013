"""The record on the phone: point by point, with photos, then the signatures."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jingwei.inspections.contents import contents_now
from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.operations import (
    RecordChanged,
    SignedSomethingElse,
    add_photo,
    save_record,
    sign_record,
)
from jingwei.inspections.operations.signing import require_ready_to_sign
from jingwei.inspections.phone_forms import RecordForm, SignForm, read_entries
from jingwei.inspections.tasks import Task, get_task
from jingwei.inspections.terms import PointResult, Stage
from jingwei.inspections.views.phone_refusals import refusal_context
from jingwei.platform.errors import Conflict, Mistake, Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.terms import Role
from jingwei.rulebook import Refused
from jingwei.web.addresses import is_id
from jingwei.web.captured import captured_at
from jingwei.web.idempotency import idempotent
from jingwei.web.requests import ActorRequest


@require_safe
@member_required(Role.OFFICER)
def phone_record(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Show the points of the record, as far as they are filled in."""
    task = get_task(request.actor, inspection_id)
    if task.record is None or task.stage is not Stage.ENTERED:
        return redirect("phone_task", inspection_id=inspection_id)
    return _record_page(request, task, _record_form(task))


@require_POST
@member_required(Role.OFFICER)
@idempotent
def phone_save(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Save what is filled in so far; ``next=sign`` goes on to the signatures.

    Where somebody else has saved meanwhile, the page shows what was typed with both sides of every difference.
    """
    task = get_task(request.actor, inspection_id)
    form = RecordForm(request.POST, assistants=[each.name for each in task.inspection.assistants.all()])
    if not form.is_valid():
        return _record_page(request, task, form, status=422)
    now = request.now
    try:
        entries = read_entries(request.POST, task.entries)
        save_record(
            inspection_id=inspection_id,
            entries=entries,
            captured_at=captured_at(request, now),
            actor=request.actor,
            now=now,
            **form.cleaned_data,
        )
    except RecordChanged as error:
        return _record_page(
            request, task, form, refusal=refusal_context(error), status=error.status, changed=error
        )
    except Rejected as error:
        return _record_page(request, task, form, refusal=refusal_context(error), status=error.status)
    if request.POST.get("next") == "sign":
        return redirect("phone_sign", inspection_id=inspection_id)
    messages.success(request, "已保存")
    return redirect("phone_record", inspection_id=inspection_id)


@require_POST
@member_required(Role.OFFICER)
@idempotent
def phone_photo(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Add photos to a point, or to the whole record where no position is given."""
    uploads = request.FILES.getlist("photo")
    if not uploads:
        raise Mistake("没有收到照片", "重新拍照", "photo")
    position = request.POST.get("position", "")
    now = request.now
    for upload in uploads:
        add_photo(
            inspection_id=inspection_id,
            content=upload.read(),
            name=upload.name or "现场照片.jpg",
            position=int(position) if is_id(position) else None,
            captured_at=captured_at(request, now),
            actor=request.actor,
            now=now,
        )
    messages.success(request, "照片已上传")
    return redirect(f"{reverse('phone_record', args=[inspection_id])}#point-{position or 'all'}")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.OFFICER)
@idempotent
def phone_sign(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Show the whole record to those who are to sign it, then take their signatures, or why there is none.

    Nobody signs before all is there that does not depend on the signatures.
    """
    task = get_task(request.actor, inspection_id)
    if task.record is None:
        raise Conflict("还没有开始检查", "先出示证件，开始检查")
    if request.method != "POST" and task.stage is not Stage.ENTERED:
        return redirect("phone_task", inspection_id=inspection_id)
    refusal: dict[str, Any] = {}
    if request.method == "POST":
        form = SignForm(request.POST, request.FILES, presences=task.presences)
        if form.is_valid():
            now = request.now
            try:
                sign_record(
                    inspection_id=inspection_id,
                    captured_at=captured_at(request, now),
                    actor=request.actor,
                    now=now,
                    **form.arguments(),
                )
            except (Refused, Rejected) as error:
                refusal = refusal_context(error)
                if isinstance(error, SignedSomethingElse):
                    form = _empty_sign_form(task)
                status = error.status if isinstance(error, SignedSomethingElse) else 422
                return _sign_page(request, task, form, refusal, status=status)
            messages.success(request, "笔录已签署")
            return redirect("phone_task", inspection_id=inspection_id)
        return _sign_page(request, task, form, refusal, status=422)
    return _sign_page(request, task, _empty_sign_form(task), refusal)


def _empty_sign_form(task: Task) -> SignForm:
    assert task.record is not None
    return SignForm(presences=task.presences, initial={"enterprise_name": task.record.person_name})


def _sign_page(
    request: ActorRequest, task: Task, form: SignForm, refusal: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Answer the record as it stands, whole, with the pads below; without them while something is wanting."""
    assert task.record is not None
    lacking: dict[str, Any] = {}
    if task.stage is Stage.ENTERED:
        try:
            require_ready_to_sign(open_dossier(task.inspection.pk), task.record)
        except (Refused, Rejected) as error:
            lacking = refusal_context(error)
    contents = contents_now(task.record)
    context = {
        "task": task,
        "form": form,
        "refusal": lacking or refusal,
        "is_ready": not lacking,
        "contents": contents,
        "rows": [{"label": label, "value": value} for label, value in contents.rows],
        "photos": [
            {
                "url": reverse("inspection_photo", args=[each.file_id]),
                "note": f"{f'第 {each.position} 项' if each.position else '现场'}"
                f"　{timezone.localtime(each.taken_at):%H:%M}",
            }
            for each in contents.photos
        ],
    }
    return render(request, "inspections/phone_sign.html", context, status=status)


def _record_form(task: Task) -> RecordForm:
    record = task.record
    assert record is not None
    return RecordForm(
        assistants=[each.name for each in task.inspection.assistants.all()],
        initial={
            "version": record.version,
            "person_name": record.person_name,
            "person_post": record.person_post,
            "is_recusal_asked": record.is_recusal_asked,
            "findings": record.findings,
            "statement": record.statement,
            "assistants_present": record.assistants_present,
        },
    )


def _record_page(
    request: ActorRequest,
    task: Task,
    form: RecordForm,
    *,
    refusal: dict[str, Any] | None = None,
    status: int = 200,
    changed: RecordChanged | None = None,
) -> HttpResponse:
    given = request.POST if request.method == "POST" else {}
    visit = task.visit
    minutes = round((request.now - visit.entered_at).total_seconds() / 60) if visit else 0
    context = {
        "task": task,
        "form": form,
        "refusal": refusal or {},
        # What was typed goes on from what stands now; which of two sides is right is for the officer to choose.
        "version": changed.version if changed else form["version"].value(),
        "sides": _sides(changed) if changed else [],
        "minutes": minutes,
        "choices": PointResult.choices(),
        "points": [
            {
                "position": entry.position,
                "text": entry.text,
                "basis": "；".join(map(str, _bases(task, entry.item_id))),
                "result": given.get(f"result_{entry.position}", entry.result),
                "note": given.get(f"note_{entry.position}", entry.note),
                "photos": [
                    {"url": reverse("inspection_photo", args=[photo.file.pk]), "note": photo.file.name}
                    for photo in entry.photos.all()
                ],
            }
            for entry in task.entries
        ],
    }
    return render(request, "inspections/phone_record.html", context, status=status)


def _bases(task: Task, item_id: int) -> list[object]:
    return [
        basis
        for line in task.inspection.lines.all()
        if line.item_id == item_id
        for basis in line.item.bases.all()
    ]


def _sides(changed: RecordChanged) -> list[dict[str, Any]]:
    """Return each difference with both sides in words, and the fields that would take the platform's side."""
    return [
        {
            "label": each.label,
            "given": each.given_words,
            "standing": each.standing_words,
            "fields": json.dumps(
                {f"result_{each.key}": each.standing[0], f"note_{each.key}": each.standing[1]}
                if isinstance(each.key, int)
                else {each.key: each.standing},
                ensure_ascii=False,
            ),
        }
        for each in changed.differences
    ]
