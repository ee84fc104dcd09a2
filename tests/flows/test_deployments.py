from flows.schedules import deployments


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
