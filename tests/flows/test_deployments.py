from flows.schedules import deployments, harvest_deployments
from flows.settings import current_settings, use_settings


def test_every_parameter_of_a_deployment_is_described_on_the_run_form() -> None:
    undescribed = [
        f"{deployment.flow_name}: {name}"
        for deployment in deployments()
        for name, schema in deployment._parameter_openapi_schema.properties.items()
        if not schema.get("description")
    ]
    assert undescribed == []


def test_one_run_of_a_deployment_at_a_time() -> None:
    assert {deployment.concurrency_limit for deployment in deployments() if deployment.schedules} == {1}


def test_a_run_that_comes_while_another_works_is_cancelled_and_not_queued() -> None:
    strategies = {deployment.concurrency_options.collision_strategy for deployment in deployments()}  # type: ignore[union-attr]
    assert {str(strategy.value) for strategy in strategies} == {"CANCEL_NEW"}


def test_a_workers_runs_get_the_heartbeat_from_the_deployment() -> None:
    environments = [deployment.job_variables["env"] for deployment in deployments("newsroom")]
    assert {each["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"] for each in environments} == {"30"}


def test_several_parts_of_a_run_are_harvested_at_a_time_by_the_workers_of_the_pool_that_is_set() -> None:
    assert harvest_deployments() == []
    with use_settings(current_settings().model_copy(update={"work_pool": "harvesters"})):
        (found,) = harvest_deployments()
    assert f"{found.flow_name}/{found.name}" == "harvest/harvesters"
    assert (found.work_pool_name, found.concurrency_limit) == ("harvesters", None)
    assert found._parameter_openapi_schema.properties["order"]["description"].startswith("Which part")


def test_the_run_form_refuses_what_no_run_could_use() -> None:
    forms = {each.flow_name: each._parameter_openapi_schema.properties for each in deployments()}
    assert forms["reprocess"]["since"]["anyOf"][0]["format"] == "date"
    assert forms["reprocess"]["then"]["enum"][:2] == ["show", "publish"]
    assert forms["weekly-report"]["week"]["anyOf"][0]["pattern"] == r"^\d{4}-W\d{2}$"
    numbers = [("reprocess", "wait_minutes"), ("maintenance", "wait_minutes"), ("maintenance", "archive_gigabytes")]
    assert [forms[flow][name]["minimum"] for flow, name in numbers] == [0, 0, 0]
